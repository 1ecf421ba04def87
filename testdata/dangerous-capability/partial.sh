# expect: dangerous-capability NET_ADMIN
docker compose run --rm --cap-add NET_ADMIN vpn
# expect: dangerous-capability SYS_PTRACE
docker service update --cap-add RESET --cap-add SYS_PTRACE web
# expect: dangerous-capability netadmin
# expect: net-raw netadmin
kubectl debug -it pod/web --image=busybox:1 --profile=netadmin
docker compose run --cap-add NET_BIND_SERVICE --cap-drop MKNOD web
kubectl debug pod/web --image=busybox:1 --profile=restricted
