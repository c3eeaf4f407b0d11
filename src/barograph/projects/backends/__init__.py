"""Where commands run: here, in a container, in a cluster. Others come by the entry points `barograph.project_backend`."""
