docker run --user app --cap-drop=ALL -p 8000:8000 example/app:1
