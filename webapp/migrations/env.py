"""Runs the migrations on the connection that `Database.upgrade` hands over; that transaction is theirs."""

from alembic import context

context.configure(connection=context.config.attributes["connection"], render_as_batch=True)
context.run_migrations()
