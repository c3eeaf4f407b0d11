"""Agents: processes that take jobs from a server's queues and run them.

An agent runs the code that a job names, so whoever may enqueue jobs may run code where agents are. What an agent accepts is said when it is
started (`allowed`). Each job runs in a process of its own (`child`), which ends when its agent does.
"""
