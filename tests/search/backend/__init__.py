"""The Whoosh backend: modelsearch's own tests and ours, in a process with settings of their own."""
