package io.nioshare.harness.demo.server;

/** What steps of the hand-off are called in this system's own terms. */
enum SystemCalls {
    WINDOWS(
            "WSASocketW, AcceptEx",
            "WSADuplicateSocketW fills %d bytes",
            "WSASocketW makes a descriptor of it",
            "closesocket"),
    LINUX(
            "socket, accept4",
            "fcntl duplicates the descriptor, and a ticket of %d bytes stands for it",
            "recvmsg fetches the descriptor for it",
            "close");

    static final SystemCalls HERE =
            System.getProperty("os.name").startsWith("Windows") ? SystemCalls.WINDOWS : SystemCalls.LINUX;

    private final String accepting;
    private final String exporting;
    private final String importing;
    private final String closing;

    SystemCalls(String accepting, String exporting, String importing, String closing) {
        this.accepting = accepting;
        this.exporting = exporting;
        this.importing = importing;
        this.closing = closing;
    }

    String accepting() {
        return accepting;
    }

    String exporting(int bytes) {
        return String.format(exporting, bytes);
    }

    String importing() {
        return importing;
    }

    String closing() {
        return closing;
    }
}
