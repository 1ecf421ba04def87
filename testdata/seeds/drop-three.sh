# Three of the fourteen dropped by name: eleven are left, which is one finding.
# expect: missing-drop-all --cap-drop
docker run --cap-drop=setfcap --cap-drop=audit_write --cap-drop=mknod example/web:1
