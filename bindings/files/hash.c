#include "bindings/files/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <nettle/sha2.h>
#include <string.h>
#include <unistd.h>

#include "bindings/base/bindings.h"
#include "core/base/runtime.h"

static void finish(struct sha256_ctx *hash, char out[SLL_HASH_TEXT_BYTES]) {
  static const char digits[] = "0123456789abcdef";
  uint8_t bytes[SHA256_DIGEST_SIZE];
  sha256_digest(hash, sizeof bytes, bytes);
  for (size_t i = 0; i < sizeof bytes; i++) {
    out[2 * i] = digits[bytes[i] >> 4];
    out[2 * i + 1] = digits[bytes[i] & 15];
  }
  out[2 * sizeof bytes] = 0;
}

void sll_hash_bytes(SlStr bytes, char out[SLL_HASH_TEXT_BYTES]) {
  struct sha256_ctx hash;
  sha256_init(&hash);
  sha256_update(&hash, bytes.length, (const uint8_t *)bytes.bytes);
  finish(&hash, out);
}

SlStatus sll_hash_file(const char *path, char out[SLL_HASH_TEXT_BYTES], SlError *err) {
  int file = open(path, O_RDONLY | O_CLOEXEC);
  struct sha256_ctx hash;
  sha256_init(&hash);
  uint8_t piece[1 << 16];
  ssize_t got = file < 0 ? -1 : 0;
  while (file >= 0 && !sl_interrupted()) {
    got = read(file, piece, sizeof piece);
    if (got < 0 && errno == EINTR) continue;
    if (got <= 0) break;
    sha256_update(&hash, (size_t)got, piece);
  }
  int reason = errno;
  if (file >= 0) close(file);
  if (sl_interrupted()) return sl_fail_interrupted(err);
  if (got < 0) return sl_fail(err, SL_EIO, "cannot read %s: %s", path, strerror(reason));
  finish(&hash, out);
  return SL_OK;
}

static int lab_sha256(lua_State *L) {
  SlStr bytes;
  bytes.bytes = luaL_checklstring(L, 1, &bytes.length);
  char text[SLL_HASH_TEXT_BYTES];
  sll_hash_bytes(bytes, text);
  lua_pushstring(L, text);
  return 1;
}

static int lab_sha256_file(lua_State *L) {
  char text[SLL_HASH_TEXT_BYTES];
  SlError err;
  if (sll_hash_file(luaL_checkstring(L, 1), text, &err) != SL_OK) return sll_raise(L, &err);
  lua_pushstring(L, text);
  return 1;
}

static const SllFunction functions[] = {
    {"sha256", lab_sha256, "(bytes: string): string", "The SHA-256 of the bytes, as 64 hexadecimal digits.",
     "print(lab.sha256(\"\"):sub(1, 8) == \"e3b0c442\")"},
    {"sha256_file", lab_sha256_file, "(path: string): string",
     "The SHA-256 of a file's content, as `sha256sum` prints it. Raises when the file cannot be read.",
     "lab.write_file(\"note.txt\", \"\")\nprint(lab.sha256_file(\"note.txt\") == lab.sha256(\"\"))"},
    {NULL, NULL, NULL, NULL, NULL},
};

void sll_open_hash(lua_State *L) {
  sll_register(L, "lab", functions);
}
