# expect: privileged --privileged
docker run --rm --privileged a:1
# expect: privileged --privileged=true
docker run --rm --privileged=true a:1
docker run --privileged=false --cap-drop=ALL a:1
# The word after --label is its value.
docker run --cap-drop=ALL --label --privileged a:1
