# expect: privileged-build security.insecure
docker buildx build --allow network.host,security.insecure -t example/disk:1 .
# expect: privileged-build security.insecure
docker buildx create --use --name strong --buildkitd-flags '--allow-insecure-entitlement security.insecure'
docker build --allow network.host .
# expect: privileged-build SYS_ADMIN
podman build --cap-add SYS_ADMIN --cap-add CHOWN --cap-drop KILL .
# expect: privileged-build all
buildah bud --cap-add=all .
