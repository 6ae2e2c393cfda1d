/** A loopback proxy in front of moto that pages, and that injects faults. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request as the API means it. */
export interface Asked {
  /** `DescribeVpcs`, `ListResolverRules`, or `GET /2013-04-01/hostedzonesbyvpc`. */
  readonly action: string;
  readonly service: string;
  readonly region: string;
  readonly parameters: URLSearchParams;
  /** How often this action was asked for in this Region, this time included. */
  readonly times: number;
}

export type Fault =
  | { readonly status: number; readonly code: string; readonly message?: string }
  /** Another body, with status 200. */
  | { readonly body: string; readonly type?: string }
  /** Milliseconds before anything is answered. */
  | { readonly delay: number }
  /** The answer ends after so many bytes, and the connection with it. */
  | { readonly cutAfter: number; readonly silently?: boolean }
  /** A byte now and then, for ever. */
  | { readonly trickle: true };

export interface LoopbackProxy {
  readonly url: string;
  /** Every request, in order. */
  readonly asked: Asked[];
  stop(): Promise<void>;
}

export interface ProxyOptions {
  readonly fault?: (asked: Asked) => Fault | undefined;
  /** Rows a page: moto has no pages of its own. */
  readonly pageSize?: number;
  /** What is answered instead of asking moto: JSON as an object, XML as text. */
  readonly answer?: (asked: Asked, body: string) => object | string | undefined;
}

export async function proxyTo(
  target: string,
  { fault, pageSize, answer: own }: ProxyOptions = {},
): Promise<LoopbackProxy> {
  const asked: Asked[] = [];
  const counts = new Map<string, number>();
  const server = createServer((request, response) => {
    void answer(request, response).catch(() => response.destroy());
  });
  const answer = async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const plain = read(request, body);
    const key = `${plain.action} ${plain.region}`;
    counts.set(key, (counts.get(key) ?? 0) + 1);
    const one: Asked = { ...plain, times: counts.get(key)! };
    asked.push(one);
    const injected = fault?.(one);
    if (injected && 'delay' in injected) await new Promise((go) => setTimeout(go, injected.delay).unref());
    if (injected && 'status' in injected) return refuse(response, one.service, injected);
    if (injected && 'body' in injected) {
      response.writeHead(200, { 'content-type': injected.type ?? 'text/xml' }).end(injected.body);
      return;
    }
    const said = own?.(one, body);
    if (said !== undefined) {
      if (typeof said === 'string') response.writeHead(200, { 'content-type': 'text/xml' }).end(said);
      else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(said));
      return;
    }
    const headers = Object.fromEntries(
      Object.entries(request.headers).filter(([name]) => !['host', 'connection', 'content-length'].includes(name)),
    ) as Record<string, string>;
    const parameters = new URLSearchParams(plain.parameters);
    // moto takes no token that it did not make.
    const token = parameters.get('NextToken');
    const offset = token?.startsWith('row-') ? Number(token.slice(4)) : 0;
    if (offset > 0) parameters.delete('NextToken');
    const forwarded = await fetch(`${target}${request.url}`, {
      method: request.method ?? 'GET',
      headers,
      ...(request.method === 'POST'
        ? { body: offset > 0 && one.service === 'ec2' ? parameters.toString() : body }
        : {}),
    });
    let text = await forwarded.text();
    if (pageSize !== undefined && one.service === 'ec2' && parameters.has('MaxResults'))
      text = page(text, offset, pageSize);
    const type = forwarded.headers.get('content-type') ?? 'text/xml';
    if (injected && 'cutAfter' in injected) return cut(response, forwarded.status, type, text, injected);
    if (injected && 'trickle' in injected) return trickle(response, text);
    response.writeHead(forwarded.status, { 'content-type': type }).end(text);
  };
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked,
    stop: () =>
      new Promise((stopped) => {
        server.close(() => stopped());
        server.closeAllConnections();
      }),
  };
}

function read(request: IncomingMessage, body: string): Omit<Asked, 'times'> {
  const [, region = '', service = ''] =
    /Credential=[^/]+\/\d+\/([^/]+)\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
  const [path, query] = (request.url ?? '').split('?');
  const target = request.headers['x-amz-target']?.toString().split('.')[1];
  const parameters = new URLSearchParams(
    target !== undefined ? JSON.parse(body) : request.method === 'POST' ? body : query,
  );
  const action = target ?? parameters.get('Action') ?? `${request.method} ${path}`;
  return { action, region, service, parameters };
}

/** Services that answer XML. */
const XML: ReadonlySet<string> = new Set(['ec2', 'elasticloadbalancing', 'iam', 'route53', 'sts']);

function refuse(
  response: ServerResponse,
  service: string,
  { status, code, message = 'injected' }: { status: number; code: string; message?: string },
): void {
  if (!XML.has(service)) {
    const headers = { 'content-type': 'application/json', 'x-amzn-errortype': code };
    response.writeHead(status, headers).end(JSON.stringify({ __type: code, Message: message }));
    return;
  }
  const error = `<Code>${code}</Code><Message>${message}</Message>`;
  const body =
    service === 'ec2'
      ? `<Response><Errors><Error>${error}</Error></Errors><RequestID>injected</RequestID></Response>`
      : `<ErrorResponse><Error><Type>Sender</Type>${error}</Error><RequestId>injected</RequestId></ErrorResponse>`;
  response.writeHead(status, { 'content-type': 'text/xml' }).end(`<?xml version="1.0" encoding="UTF-8"?>${body}`);
}

function cut(
  response: ServerResponse,
  status: number,
  type: string,
  text: string,
  { cutAfter, silently }: { cutAfter: number; silently?: boolean },
): void {
  // Said to be whole: nobody counts the bytes of such an answer but its reader.
  const length = silently ? Math.min(cutAfter, text.length) : Buffer.byteLength(text);
  response.writeHead(status, { 'content-type': type, 'content-length': length, connection: 'close' });
  response.write(text.slice(0, cutAfter), () => (silently ? response.end() : response.destroy()));
}

function trickle(response: ServerResponse, text: string): void {
  response.writeHead(200, { 'content-type': 'text/xml' });
  let at = 0;
  const timer = setInterval(() => response.write(text.charAt(at++ % Math.max(1, text.length - 200))), 100);
  response.on('close', () => clearInterval(timer));
}

/** One page of the list an answer holds: its set of items is the first element that has any. */
function page(text: string, offset: number, size: number): string {
  const open = /<(\w+Set|\w+)>\s*<item>/.exec(text);
  if (!open) return text;
  const start = open.index + open[0].indexOf('<item>');
  const items: string[] = [];
  let depth = 0;
  let from = start;
  let end = start;
  for (const tag of text.slice(start).matchAll(/<(\/?)item\s*>|<(\w+)\b[^>]*>|<\/(\w+)>/g)) {
    if (tag[0] === '<item>') {
      if (depth === 0) from = start + tag.index;
      depth++;
    } else if (tag[0] === '</item>') {
      depth--;
      if (depth === 0) {
        end = start + tag.index + tag[0].length;
        items.push(text.slice(from, end));
      }
    } else if (depth === 0 && tag[0] === `</${open[1]}>`) break;
  }
  const shown = items.slice(offset, offset + size).join('');
  const next = offset + size < items.length ? `<nextToken>row-${offset + size}</nextToken>` : '';
  const tail = text.slice(end).replace(`</${open[1]}>`, `</${open[1]}>${next}`);
  return text.slice(0, start) + shown + tail;
}
