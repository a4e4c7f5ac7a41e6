#include "core/expr/forms.h"

#include <utf8proc.h>

#include "core/base/assert.h"

static const struct {
  const char *name;
  utf8proc_option_t options;
} forms[] = {
    [SL_FORM_NFC] = {"NFC", UTF8PROC_STABLE | UTF8PROC_COMPOSE},
    [SL_FORM_NFD] = {"NFD", UTF8PROC_STABLE | UTF8PROC_DECOMPOSE},
    [SL_FORM_NFKC] = {"NFKC", UTF8PROC_STABLE | UTF8PROC_COMPOSE | UTF8PROC_COMPAT},
    [SL_FORM_NFKD] = {"NFKD", UTF8PROC_STABLE | UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT},
};

bool sl_form_find(SlStr name, SlForm *form) {
  for (size_t i = 0; i < sizeof forms / sizeof *forms; i++) {
    if (!sl_str_equal_caseless(name, sl_str(forms[i].name))) continue;
    *form = (SlForm)i;
    return true;
  }
  return false;
}

/* ASCII, nearly always. */
bool sl_form_is_plain(SlStr text) {
  unsigned char any = 0;
  for (size_t i = 0; i < text.length; i++) any |= (unsigned char)text.bytes[i];
  return any < 0x80;
}

static utf8proc_ssize_t decompose(SlForm form, SlStr text, int32_t *room, size_t size) {
  return utf8proc_decompose((const utf8proc_uint8_t *)text.bytes, (utf8proc_ssize_t)text.length, room, (utf8proc_ssize_t)size,
                            forms[form].options);
}

/* utf8proc writes a 0 behind the end. */
size_t sl_form_room(SlForm form, SlStr text) {
  utf8proc_ssize_t count = decompose(form, text, NULL, 0);
  return count < 0 ? 1 : (size_t)count + 1;
}

SlStr sl_form_write(SlForm form, SlStr text, int32_t *room, size_t room_size) {
  utf8proc_ssize_t count = decompose(form, text, room, room_size - 1);
  SL_ASSERT(count >= 0 && (size_t)count < room_size); /* texts of the engine are UTF-8 */
  if (count < 0) return text;
  /* The text that comes out overwrites the characters it is made of. */
  count = utf8proc_reencode(room, count, forms[form].options);
  return count < 0 ? text : (SlStr){(const char *)room, (size_t)count};
}
