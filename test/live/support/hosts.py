"""Prints the URL of each service in each Region: hosts.py true|false REGION... SERVICE..., Regions being the names with digits at their end."""

import json
import re
import sys

import botocore.session
from botocore.config import Config

fips, *names = sys.argv[1:]
regions = [name for name in names if re.search(r"-\d$", name)]
session = botocore.session.get_session()
urls = {}
for service in names:
    if service in regions:
        continue
    for region in regions:
        client = session.create_client(
            service,
            region_name=region,
            aws_access_key_id="none",
            aws_secret_access_key="none",
            config=Config(use_fips_endpoint=fips == "true"),
        )
        urls[f"{service} {region}"] = client.meta.endpoint_url + "/"
print(json.dumps(urls))
