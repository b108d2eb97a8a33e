"""One file per operation. Each has `run(context, request)`, which answers the content of the response's element."""
