#include "core/workbook/libraries.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdbool.h>
#include <stddef.h>

typedef struct Wanted {
  const char *name;
  size_t place; /* of the function in its struct */
} Wanted;

/* Finds every function; false when the library or one of them is missing. */
static bool load(const char *library, const Wanted *wanted, size_t count, void *functions) {
  void *handle = dlopen(library, RTLD_LAZY | RTLD_LOCAL);
  for (size_t i = 0; handle && i < count; i++) {
    void *found = dlsym(handle, wanted[i].name);
    if (!found) return false;
    *(void **)(void *)((char *)functions + wanted[i].place) = found;
  }
  return handle != NULL;
}

static SlExpat expat;
static SlMinizip minizip;
static bool has_expat, has_minizip;
static pthread_once_t expat_once = PTHREAD_ONCE_INIT, minizip_once = PTHREAD_ONCE_INIT;

#define XML(name) {"XML_" #name, offsetof(SlExpat, name)}
#define UNZ(name) {"unz" #name, offsetof(SlMinizip, name)}

static void load_expat(void) {
  static const Wanted wanted[] = {XML(ParserCreate_MM), XML(ParserFree), XML(SetUserData), XML(SetElementHandler), XML(SetCharacterDataHandler),
                                  XML(SetEntityDeclHandler), XML(GetBuffer), XML(ParseBuffer), XML(StopParser), XML(GetErrorCode),
                                  XML(GetCurrentLineNumber), XML(ErrorString)};
  has_expat = load("libexpat.so.1", wanted, sizeof wanted / sizeof *wanted, &expat);
}

static void load_minizip(void) {
  static const Wanted wanted[] = {UNZ(Open2_64), UNZ(Close), UNZ(GoToFirstFile), UNZ(GoToNextFile), UNZ(GetFilePos64), UNZ(GoToFilePos64),
                                  UNZ(GetCurrentFileInfo64), UNZ(OpenCurrentFile), UNZ(ReadCurrentFile), UNZ(CloseCurrentFile),
                                  UNZ(GetCurrentFileZStreamPos64)};
  has_minizip = load("libminizip.so.1", wanted, sizeof wanted / sizeof *wanted, &minizip);
}

SlStatus sl_expat(const SlExpat **out, SlError *err) {
  pthread_once(&expat_once, load_expat);
  if (!has_expat) return sl_fail(err, SL_EIO, "workbooks need expat, which is not installed: on Debian and Ubuntu apt-get install libexpat1");
  *out = &expat;
  return SL_OK;
}

SlStatus sl_minizip(const SlMinizip **out, SlError *err) {
  pthread_once(&minizip_once, load_minizip);
  if (!has_minizip) return sl_fail(err, SL_EIO, "workbooks need minizip, which is not installed: on Debian and Ubuntu apt-get install libminizip1");
  *out = &minizip;
  return SL_OK;
}
