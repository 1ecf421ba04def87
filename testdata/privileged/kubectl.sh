# expect: privileged --privileged
kubectl run probe --image=busybox:1 --privileged --restart=Never -- sh
# expect: privileged sysadmin
kubectl debug node/worker-1 -it --image=busybox:1 --profile=sysadmin
kubectl run probe --image=busybox:1 -- sh --privileged
