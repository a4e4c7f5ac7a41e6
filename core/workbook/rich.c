#include "core/workbook/rich.h"

#include "core/base/alike.h"

void sl_rich_begin(SlRich *rich) {
  rich->text.length = rich->mark.length = rich->run.length = 0;
  rich->raised = false;
  rich->bold = rich->plain = 0;
}

void sl_rich_reset(SlRich *rich) {
  sl_buf_reset(&rich->text);
  sl_buf_reset(&rich->mark);
  sl_buf_reset(&rich->run);
}

/* A raised run is a mark unless it is the end of an ordinal or the power of a unit. */
static void end_run(SlRich *rich) {
  static const char *const endings[] = {"st", "nd", "rd", "th"};
  SlStr run = sl_buf_str(&rich->run), text = sl_buf_str(&rich->text), trimmed = sl_str_trim(run);
  char last = text.length ? text.bytes[text.length - 1] : 0;
  bool is_plain = trimmed.length == 0;
  for (size_t i = 0; i < sizeof endings / sizeof *endings && last >= '0' && last <= '9'; i++) is_plain |= sl_str_equal_caseless(trimmed, sl_str(endings[i]));
  bool is_power = trimmed.length == 1 && (trimmed.bytes[0] == '2' || trimmed.bytes[0] == '3') && sl_text_ends_with_unit(text);
  if (is_plain)
    sl_buf_add_str(&rich->text, run);
  else if (is_power)
    sl_buf_add_text(&rich->text, trimmed.bytes[0] == '2' ? "\xC2\xB2" : "\xC2\xB3");
  else {
    if (rich->mark.length) sl_buf_add_char(&rich->mark, ' ');
    sl_buf_add_str(&rich->mark, trimmed);
  }
  rich->run.length = 0;
}

void sl_rich_add(SlRich *rich, const char *bytes, size_t length, bool raised, bool bold) {
  if (length == 0) return;
  if (rich->raised && !raised) end_run(rich);
  rich->raised = raised;
  sl_buf_add(raised ? &rich->run : &rich->text, bytes, length);
  if (raised) return;
  int64_t seen = 0;
  for (size_t i = 0; i < length; i++) seen += bytes[i] != ' ' && bytes[i] != '\n';
  *(bold ? &rich->bold : &rich->plain) += seen;
}

bool sl_rich_end(SlRich *rich) {
  if (rich->raised) end_run(rich);
  rich->raised = false;
  if (rich->text.length == 0 && rich->mark.length > 0) { /* raised and nothing else: it is the text */
    sl_buf_add_str(&rich->text, sl_buf_str(&rich->mark));
    rich->mark.length = 0;
  }
  return !rich->text.failed && !rich->mark.failed && !rich->run.failed;
}

bool sl_rich_is_bold(const SlRich *rich) { return rich->bold > 0 && rich->plain == 0; }
