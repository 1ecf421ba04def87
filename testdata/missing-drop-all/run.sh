# expect: missing-drop-all docker run
docker run a:1
# expect: missing-drop-all docker run
docker run --name web a:1
# expect: missing-drop-all --cap-drop
podman run --cap-drop CHOWN a:1
podman run --cap-drop=all a:1
nerdctl run --cap-drop=chown,dac_override,fowner,fsetid,kill,mknod,net_bind_service,net_raw,audit_write,setfcap,setgid,setpcap,setuid,sys_chroot a:1
