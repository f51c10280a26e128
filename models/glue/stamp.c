/* Tells for which ngspice this code model was built; the driver scans the file for it before it lets ngspice load it. */
__attribute__((used, visibility("default"))) const char somn_host_stamp[] = "somn-host:" SOMN_HOST_TAG;
