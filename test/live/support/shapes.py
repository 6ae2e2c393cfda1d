"""Compares shapes with the service models of botocore. Reads JSON from standard input, prints a list of what differs."""

import json
import sys

import botocore.session
from botocore import xform_name

session = botocore.session.get_session()
models = {}
operations = {}


def model_of(service):
    if service not in models:
        models[service] = session.get_service_model(service)
    return models[service]


def wire_name(name, shape):
    return shape.serialization.get("name") or name


def compare_schema(where, schema, shape, problems):
    """A schema of ours: {"members": {name: {"wire", "location", "of"}}}, {"list": schema}, or null for a plain type."""
    if schema is None:
        if shape.type_name in ("structure", "list"):
            problems.append(f"{where}: is a {shape.type_name}")
    elif "list" in schema:
        if shape.type_name != "list":
            problems.append(f"{where}: is a {shape.type_name}")
        else:
            compare_schema(f"{where}[]", schema["list"], shape.member, problems)
    # Of a map some keys are read.
    elif shape.type_name != "map":
        compare_members(where, schema["members"], shape, problems)


def compare_members(where, members, shape, problems):
    for name, member in members.items():
        if name not in shape.members:
            problems.append(f"{where}.{name}: is not in the model")
            continue
        there = shape.members[name]
        # The name in a path is the member's own here.
        if member["location"] != "uri" and member["wire"] != wire_name(name, there):
            problems.append(f"{where}.{name}: is called {wire_name(name, there)} on the wire")
        if (member["location"] or None) != there.serialization.get("location"):
            problems.append(f"{where}.{name}: is in {there.serialization.get('location')}")
        compare_schema(f"{where}.{name}", member["of"], there, problems)


def without_labels(path):
    return [part.split("}")[-1] for part in path.split("{")]


def compare_operation(service, name, operation, problems):
    where = f"{service} {name}"
    model = model_of(service)
    if name not in model.operation_names:
        problems.append(f"{where}: is not in the model")
        return
    there = model.operation_model(name)
    if operation["http"]:
        method, path = operation["http"]
        uri = there.http["requestUri"]
        if method != there.http["method"] or without_labels(path) != without_labels(uri):
            problems.append(f"{where}: is {there.http['method']} {uri}")
    if operation["input"] != {"members": {}}:
        compare_schema(f"{where} input", operation["input"], there.input_shape, problems)
    compare_schema(f"{where} output", operation["output"], there.output_shape, problems)


def compare_api(service, api, problems):
    metadata = model_of(service).metadata
    for name in ("endpointPrefix", "targetPrefix"):
        if name in api and api[name] != metadata.get(name):
            problems.append(f"{service}: {name} is {metadata.get(name)}")
    if api["signing"] != model_of(service).signing_name:
        problems.append(f"{service}: is signed for {model_of(service).signing_name}")
    for name, operation in api["operations"].items():
        compare_operation(service, name, operation, problems)


def compare_answer(where, value, shape, problems):
    if shape.type_name == "structure" and isinstance(value, dict):
        for name, inner in value.items():
            if name in shape.members:
                compare_answer(f"{where}.{name}", inner, shape.members[name], problems)
            else:
                problems.append(f"{where}.{name}: is not in the model")
    elif shape.type_name == "list" and isinstance(value, list):
        for inner in value:
            compare_answer(f"{where}[]", inner, shape.member, problems)
    elif shape.type_name in ("structure", "list"):
        problems.append(f"{where}: is a {shape.type_name}")
    elif isinstance(value, (dict, list)) and shape.type_name != "map":
        # Policy documents are texts that the AWS CLI decodes.
        if not where.endswith("PolicyDocument") and not where.endswith("Document"):
            problems.append(f"{where}: is a {shape.type_name}")
    # EC2 answers states in other words than its model has.
    elif not where.startswith("describe-") and getattr(shape, "enum", None) and value not in shape.enum:
        problems.append(f"{where}: {value} is none of {shape.enum}")


def operation_of(call):
    """The operation of `eks-describe-nodegroup`, or `describe-vpcs` of EC2."""
    if call not in operations:
        services = [name for name in session.get_available_services() if call.startswith(f"{name}-")]
        commands = [(name, call[len(name) + 1 :]) for name in services] + [("ec2", call)]
        found = [
            model_of(service).operation_model(name)
            for service, command in commands
            for name in model_of(service).operation_names
            if xform_name(name, "-") == command
        ]
        operations[call] = found[0] if found else None
    return operations[call]


def main():
    given = json.load(sys.stdin)
    problems = []
    for service, api in given["apis"].items():
        compare_api(service, api, problems)
    for call, answer in given["answers"]:
        operation = operation_of(call)
        if operation is None:
            problems.append(f"{call}: is no command")
        else:
            compare_answer(call, answer, operation.output_shape, problems)
    print(json.dumps(sorted(set(problems))))


main()
