/* Empty network transports for a static libgit2: definitions that the linker takes instead of the
 * archive's ssh, Negotiate and TLS members, so that none of their libraries is loaded. libgit2 calls
 * the *_global_init functions from git_libgit2_init(); the rest answers "failed", and nothing in
 * rekey asks. libgit2 1.5, src/libgit2/transports and src/libgit2/streams. */
int git_transport_ssh_global_init(void) { return 0; }
int git_smart_subtransport_ssh(void** out, void* transport, void* param) {
  (void)out, (void)transport, (void)param;
  return -1;
}
int git_transport_ssh_with_paths(void** out, void* remote, void* param) {
  (void)out, (void)remote, (void)param;
  return -1;
}
int git_http_auth_negotiate(void** out, const void* url) {
  (void)out, (void)url;
  return -1;
}
int git_mbedtls_stream_global_init(void) { return 0; }
int git_mbedtls__set_cert_location(const char* file, const char* path) {
  (void)file, (void)path;
  return -1;
}
int git_mbedtls_stream_new(void** out, const char* host, const char* port) {
  (void)out, (void)host, (void)port;
  return -1;
}
int git_mbedtls_stream_wrap(void** out, void* in, const char* host) {
  (void)out, (void)in, (void)host;
  return -1;
}
