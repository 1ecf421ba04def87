# nerdctl passes over what it cannot read, whatever stands beside it.
# expect: unportable-capability-name CAP_ALL
nerdctl run --cap-drop=ALL --cap-add=CAP_ALL a:1
nerdctl run --cap-drop=ALL --cap-add=cap_sys_time a:1
