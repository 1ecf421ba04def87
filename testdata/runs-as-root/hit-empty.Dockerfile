FROM scratch
USER 1000
# expect: runs-as-root ${SERVICE_USER}
USER ${SERVICE_USER}
