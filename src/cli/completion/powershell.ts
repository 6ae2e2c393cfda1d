import type { Completion, Values } from './model.ts';

export function powershell({ commands }: Completion): string {
  const names = commands.map(({ name }) => name);
  return `# PowerShell completion of vpce-lint: vpce-lint completion powershell | Out-String | Invoke-Expression
Register-ArgumentCompleter -Native -CommandName vpce-lint -ScriptBlock {
  param($wordToComplete, $commandAst, $cursorPosition)
  $commands = @(${list(names)})
  $positional = @{
${commands.map(({ name, positional }) => `    ${text(name)} = @(${list(positional.words)})`).join('\n')}
  }
  $options = @{
${commands.map(({ name, options }) => `    ${text(name)} = @(${list(options.flatMap((each) => each.names))})`).join('\n')}
  }
  $values = @{
${commands
  .flatMap(({ name, options }) =>
    options.flatMap(({ names: own, values }) =>
      values ? own.map((each) => valueText(`${name} ${each}`, values)) : [],
    ),
  )
  .join('\n')}
  }
  $before = @($commandAst.CommandElements | Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.ToString() })
  $command = @($before | Select-Object -Skip 1 | Where-Object { $_ -cin $commands } | Select-Object -First 1)[0]
  $named = $null -ne $command
  if (-not $named) { $command = ${text(names[0]!)} }
  $previous = "$command $($before[-1])"
  # Nothing at all lets PowerShell complete file names.
  if ($values.ContainsKey($previous)) { $found = $values[$previous] }
  elseif ($wordToComplete.StartsWith('-')) { $found = $options[$command] }
  else {
    $found = $positional[$command]
    if (-not $named -and $before.Count -eq 1) { $found = $found + $commands }
  }
  $found | Where-Object { $_.StartsWith($wordToComplete) } | ForEach-Object {
    [System.Management.Automation.CompletionResult]::new($_, $_, 'ParameterValue', $_)
  }
}
`;
}

function valueText(key: string, { words }: Values): string {
  return `    ${text(key)} = @(${list(words)})`;
}

function list(words: readonly string[]): string {
  return words.map(text).join(', ');
}

function text(word: string): string {
  return `'${word.replaceAll("'", "''")}'`;
}
