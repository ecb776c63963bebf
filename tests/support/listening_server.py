"""What the servers that play a part have in common: a port of 127.0.0.1, a thread for each connection, perhaps TLS."""

import socket
import threading


class ListeningServer:
    """serve(connection) is what makes one of it. `context`: makes it speak TLS."""

    def __init__(self, context=None, *, port=0):
        self.context = context
        self.stopping = threading.Event()
        self.listener = socket.create_server(("127.0.0.1", port), backlog=256)
        self.port = self.listener.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    @property
    def address(self):
        return f"127.0.0.1:{self.port}"

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.stopping.set()
        self.listener.close()

    def _accept(self):
        while True:
            try:
                connection, _ = self.listener.accept()
            except OSError:
                return
            threading.Thread(target=self._attend, args=(connection,), daemon=True).start()

    def _attend(self, connection):
        with connection:
            try:
                if self.context is not None:
                    connection = self.context.wrap_socket(connection, server_side=True)
                self.serve(connection)
            except OSError:
                pass  # the client went, or does not want this connection
            finally:
                connection.close()
