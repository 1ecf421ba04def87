# Three of the fourteen dropped by name: eleven are left, two of them with a record.
# expect: missing-drop-all --cap-drop
# expect: dac-override docker run
# expect: net-raw docker run
docker run --cap-drop=setfcap --cap-drop=audit_write --cap-drop=mknod example/web:1
