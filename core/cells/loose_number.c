#include "core/cells/loose_number.h"

#include <string.h>

static bool take(SlStr *text, const char *prefix) {
  SlStr wanted = sl_str(prefix);
  if (!sl_str_starts_with(*text, wanted)) return false;
  text->bytes += wanted.length;
  text->length -= wanted.length;
  return true;
}

static bool take_minus(SlStr *text) { return take(text, "-") || take(text, "\xE2\x88\x92"); }

static SlUnit take_currency(SlStr *text) {
  if (take(text, "\xC2\xA3")) return SL_UNIT_POUND;
  if (take(text, "$")) return SL_UNIT_DOLLAR;
  if (take(text, "\xE2\x82\xAC")) return SL_UNIT_EURO;
  return SL_UNIT_BARE;
}

static bool take_percent(SlStr *text) {
  if (text->length == 0 || text->bytes[text->length - 1] != '%') return false;
  text->length--;
  if (text->length > 0 && text->bytes[text->length - 1] == ' ') text->length--;
  return true;
}

void sl_loose_number(SlStr text, SlLooseNumber *out) {
  out->unit = SL_UNIT_BARE;
  out->altered = false;
  out->text = text;
  SlStr rest = text;
  bool brackets = rest.length > 2 && rest.bytes[0] == '(' && rest.bytes[rest.length - 1] == ')';
  if (brackets) rest = (SlStr){rest.bytes + 1, rest.length - 2};
  bool minus = take_minus(&rest);
  SlUnit unit = take_currency(&rest);
  if (unit != SL_UNIT_BARE && !minus) minus = take_minus(&rest);
  bool percent = take_percent(&rest);
  bool digits = rest.length > 0 && rest.length < SL_LOOSE_BYTES && (rest.bytes[0] == '.' || rest.bytes[0] == ',' || (rest.bytes[0] >= '0' && rest.bytes[0] <= '9'));
  if (!digits || (brackets && minus) || (percent && unit != SL_UNIT_BARE)) return;
  size_t at = 0;
  if (brackets || minus) out->bytes[at++] = '-';
  memcpy(out->bytes + at, rest.bytes, rest.length);
  SlStr plain = {out->bytes, at + rest.length};
  out->unit = percent ? SL_UNIT_PERCENT : unit;
  out->altered = !sl_str_equal(plain, text);
  if (out->altered) out->text = plain;
}

bool sl_units_clash(unsigned units) {
  unsigned named = units & ~(unsigned)SL_UNIT_BARE;
  return (named & (named - 1)) != 0 || ((units & SL_UNIT_PERCENT) && (units & SL_UNIT_BARE));
}
