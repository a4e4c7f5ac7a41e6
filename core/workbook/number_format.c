#include "core/workbook/number_format.h"

#include <math.h>
#include <string.h>

#include "core/values/datetime.h"
#include "core/values/decimal.h"

enum { GENERAL_DIGITS = 11, MOST_PLACES = 30 };

const char *sl_number_format_built_in(int64_t id) {
  static const struct {
    int64_t id;
    const char *code;
  } known[] = {{1, "0"}, {2, "0.00"}, {3, "#,##0"}, {4, "#,##0.00"}, {9, "0%"}, {10, "0.00%"}, {15, "d-mmm-yy"}, {16, "d-mmm"}, {17, "mmm-yy"},
               {18, "h:mm AM/PM"}, {19, "h:mm:ss AM/PM"}, {20, "h:mm"}, {21, "h:mm:ss"}, {37, "#,##0 ;(#,##0)"}, {38, "#,##0 ;[Red](#,##0)"},
               {39, "#,##0.00;(#,##0.00)"}, {40, "#,##0.00;[Red](#,##0.00)"}, {45, "mm:ss"}, {49, "@"}};
  if (id == 0) return NULL;
  for (size_t i = 0; i < sizeof known / sizeof *known; i++)
    if (known[i].id == id) return known[i].code;
  return "as the reader's system has it";
}

/* --- parts of a code ---------------------------------------------------------------------------------------------------------------------- */

typedef enum PartKind { PART_END, PART_BAD, PART_WORDS, PART_NONE /* a colour, a width */, PART_CODE /* one character of it */ } PartKind;

typedef struct Part {
  PartKind kind;
  SlStr text;
} Part;

static bool is_colour(SlStr word) {
  static const char *const names[] = {"black", "blue", "cyan", "green", "magenta", "red", "white", "yellow"};
  for (size_t i = 0; i < sizeof names / sizeof *names; i++)
    if (sl_str_equal_caseless(word, sl_str(names[i]))) return true;
  return word.length > 5 && sl_str_equal_caseless((SlStr){word.bytes, 5}, sl_str("color"));
}

/* [Red], [$£-809], [$-409]: of a currency its sign is shown. Languages are English ones: the last two digits of their number are 09. */
static Part bracket(SlStr inside) {
  if (is_colour(inside)) return (Part){PART_NONE, {"", 0}};
  if (inside.length == 0 || inside.bytes[0] != '$') return (Part){PART_BAD, {"", 0}};
  SlStr sign = {inside.bytes + 1, inside.length - 1};
  const char *dash = memchr(sign.bytes, '-', sign.length);
  if (dash) {
    SlStr language = {dash + 1, (size_t)(sign.bytes + sign.length - dash - 1)};
    bool is_english = language.length >= 2 && language.length <= 4 && memcmp(language.bytes + language.length - 2, "09", 2) == 0;
    sign.length = (size_t)(dash - sign.bytes);
    if (!is_english && sign.length == 0) return (Part){PART_BAD, {"", 0}};
  }
  return (Part){PART_WORDS, sign};
}

static Part next_part(SlStr *code) {
  if (code->length == 0) return (Part){PART_END, {"", 0}};
  const char *at = code->bytes, *end = at + code->length, *stop = at + 1;
  Part part = {PART_CODE, {at, 1}};
  if (*at == '"' || *at == '[') {
    stop = memchr(at + 1, *at == '"' ? '"' : ']', (size_t)(end - at - 1));
    if (!stop) return (Part){PART_BAD, {"", 0}};
    SlStr inside = {at + 1, (size_t)(stop - at - 1)};
    part = *at == '"' ? (Part){PART_WORDS, inside} : bracket(inside);
    stop++;
  } else if (*at == '\\' || *at == '_' || *at == '*') {
    if (end - at < 2) return (Part){PART_BAD, {"", 0}};
    stop = at + 2;
    while (stop < end && ((unsigned char)*stop & 0xC0) == 0x80) stop++;
    part = *at == '\\' ? (Part){PART_WORDS, {at + 1, (size_t)(stop - at - 1)}} : *at == '_' ? (Part){PART_WORDS, {" ", 1}} : (Part){PART_NONE, {"", 0}};
  } else if ((unsigned char)*at >= 0x80 || strchr(" $-+/():!^&'~{}<>=", *at)) {
    part.kind = PART_WORDS;
  }
  code->length = (size_t)(end - stop);
  code->bytes = stop;
  return part;
}

/* Up to the next ";" that parts sections; the rest stays. */
static bool next_section(SlStr *code, SlStr *section) {
  SlStr at = *code;
  *section = (SlStr){code->bytes, 0};
  for (;;) {
    SlStr before = at;
    Part part = next_part(&at);
    if (part.kind == PART_BAD) return false;
    if (part.kind == PART_END || (part.kind == PART_CODE && *part.text.bytes == ';')) {
      section->length = (size_t)(before.bytes - section->bytes);
      *code = at;
      return true;
    }
  }
}

/* --- numbers -------------------------------------------------------------------------------------------------------------------------------- */

typedef struct Mask {
  bool has, groups, has_point, has_rest; /* has_rest: words follow */
  int whole, least, most; /* digits before the point that are always there; places behind it, at least and at most */
  int commas, percents, thousands;
} Mask;

/* What the digits of a section ask for; false when there is something else. */
static bool read_mask(SlStr section, Mask *mask) {
  *mask = (Mask){0};
  for (Part part; (part = next_part(&section)).kind != PART_END;) {
    if (part.kind == PART_BAD) return false;
    if (part.kind != PART_CODE) {
      mask->has_rest |= mask->has && part.kind == PART_WORDS;
      continue;
    }
    char c = *part.text.bytes;
    if (c == '%') {
      mask->percents++;
      mask->has_rest |= mask->has;
    } else if (c == '.' || c == ',') {
      if (mask->has_rest || (c == ',' && !mask->has) || (c == '.' && mask->has_point)) return false;
      if (c == ',') mask->commas++;
      else mask->has = mask->has_point = true, mask->thousands += mask->commas, mask->commas = 0;
    } else if (c == '0' || c == '#' || c == '?') {
      if (mask->has_rest || (mask->has_point && mask->commas > 0)) return false; /* 000-000 */
      mask->groups |= mask->commas > 0 && !mask->has_point;
      mask->commas = 0;
      mask->has = true;
      if (mask->has_point) {
        mask->most++;
        if (c == '0') mask->least = mask->most;
      } else if (c == '0' || mask->whole > 0) {
        mask->whole++;
      }
    } else {
      return false;
    }
  }
  mask->thousands += mask->commas;
  return mask->most <= MOST_PLACES && mask->whole <= MOST_PLACES && mask->percents <= 2 && mask->thousands <= 4;
}

/* Commas between thousands of what stands in out from there on, up to a point. */
static void group(SlBuf *out, size_t from) {
  const char *point = memchr(out->bytes + from, '.', out->length - from);
  size_t end = point ? (size_t)(point - out->bytes) : out->length;
  for (size_t at = end; at > from + 3;) {
    at -= 3;
    if (!sl_buf_room(out, 1)) return;
    memmove(out->bytes + at + 1, out->bytes + at, out->length - at);
    out->bytes[at] = ',';
    out->length++;
  }
}

/* The digits of a number that is scaled and rounded, without its sign. */
static void add_digits(const Mask *mask, SlDecimal decimal, SlBuf *out) {
  decimal.negative = false;
  size_t from = out->length;
  int zeros = mask->whole - (decimal.count > 0 && decimal.point > 1 ? decimal.point : 1);
  for (int i = 0; i < zeros; i++) sl_buf_add_char(out, '0');
  sl_decimal_print(&decimal, mask->least, (SlStr){"", 0}, out);
  if (out->failed) return;
  if (mask->whole == 0 && out->bytes[from] == '0') { /* ".5" by "#.0" */
    out->length--;
    memmove(out->bytes + from, out->bytes + from + 1, out->length - from);
  }
  if (mask->groups) group(out, from);
  if (mask->has_point && !out->failed && !memchr(out->bytes + from, '.', out->length - from)) sl_buf_add_char(out, '.');
}

/* A number as few digits say it, as General does where there is room for them. */
static bool add_general(double number, SlBuf *out) {
  double size = fabs(number);
  if (size >= 1e11 || (size > 0 && size < 1e-4)) return false; /* an exponent */
  SlDecimal decimal = sl_decimal_of_number(number);
  int before = decimal.count > 0 && decimal.point > 1 ? decimal.point : 1;
  sl_decimal_round(&decimal, GENERAL_DIGITS - 1 - before > 0 ? GENERAL_DIGITS - 1 - before : 0);
  if (decimal.negative) sl_buf_add_char(out, '-');
  decimal.negative = false;
  sl_decimal_print(&decimal, 0, (SlStr){"", 0}, out);
  return true;
}

static bool is_general(SlStr section) { return section.length == 0 || sl_str_equal_caseless(section, sl_str("general")) || sl_str_equal(section, sl_str("@")); }

/* The section of a code for a number, and whether it is that of negative ones; false when the code cannot be read. */
static bool choose_section(SlStr code, double number, SlStr *section, bool *of_negative) {
  enum { MOST = 4 };
  SlStr sections[MOST];
  int count = 0;
  for (bool more = true; more && count < MOST; count++) {
    if (!next_section(&code, &sections[count])) return false;
    more = sections[count].bytes + sections[count].length < code.bytes; /* a ";" stood behind it */
  }
  int which = count >= 3 && number == 0 ? 2 : count >= 2 && number < 0 ? 1 : 0;
  *section = sections[which];
  *of_negative = which == 1;
  if (count > 1 && section->length == 0) *section = sl_str("\"\""); /* shows nothing */
  return true;
}

static bool show_number(SlStr code, double number, SlBuf *out) {
  SlStr section;
  bool of_negative, done = false;
  Mask mask;
  if (!choose_section(code, number, &section, &of_negative)) return false;
  if (is_general(section)) return add_general(of_negative ? -number : number, out);
  if (!read_mask(section, &mask)) return false;
  SlDecimal decimal = sl_decimal_of_number(number);
  if (decimal.count > 0) decimal.point += 2 * mask.percents - 3 * mask.thousands;
  sl_decimal_round(&decimal, mask.most);
  if (decimal.negative && !of_negative && mask.has) sl_buf_add_char(out, '-');
  for (Part part; (part = next_part(&section)).kind != PART_END;) {
    if (part.kind == PART_WORDS || (part.kind == PART_CODE && *part.text.bytes == '%')) sl_buf_add_str(out, part.text);
    else if (part.kind == PART_CODE && !done) add_digits(&mask, decimal, out), done = true;
  }
  return true;
}

/* --- dates and times -------------------------------------------------------------------------------------------------------------------------- */

typedef struct Moment {
  SlDay day;
  int weekday; /* 1 Monday */
  int hour, minute, second;
  bool has_day;
} Moment;

static Moment moment_of(const SlSheetCell *cell) {
  Moment moment = {.has_day = cell->type != SL_SHEET_TIME};
  int64_t day = cell->type == SL_SHEET_DATE ? cell->moment : sl_day_of_datetime(cell->moment);
  int64_t time = cell->type == SL_SHEET_DATE ? 0 : sl_time_of_datetime(cell->moment) / SL_SECOND_MICROSECONDS;
  if (moment.has_day) moment.day = sl_day_split(day), moment.weekday = sl_weekday(day);
  moment.hour = (int)(time / 3600), moment.minute = (int)(time / 60 % 60), moment.second = (int)(time % 60);
  return moment;
}

/* Letters of one kind that stand together, "mmm", as they are written in small letters. */
static int run_of(SlStr *code, char letter) {
  int count = 1;
  while (code->length > 0 && sl_lower(*code->bytes) == letter) code->bytes++, code->length--, count++;
  return count;
}

/* Whether minutes are meant: "m" behind hours, or before seconds. */
static bool means_minutes(SlStr rest, char before) {
  if (before == 'h') return true;
  for (Part part; (part = next_part(&rest)).kind != PART_END;)
    if (part.kind == PART_BAD) return false;
    else if (part.kind == PART_CODE && *part.text.bytes >= 'A') return sl_lower(*part.text.bytes) == 's';
  return false;
}

static bool add_unit(const Moment *moment, char letter, int count, bool minutes, bool halves, SlBuf *out) {
  static const char *const days[] = {"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};
  if (strchr("ymd", letter) && !minutes && !moment->has_day) return false;
  int hour = halves ? (moment->hour + 11) % 12 + 1 : moment->hour;
  const char *name = letter == 'd' ? count > 2 ? days[moment->weekday - 1] : NULL : letter == 'm' && count > 2 && !minutes ? sl_month_name(moment->day.month) : NULL;
  if (name && count <= 5 && (letter == 'm' || count <= 4)) {
    sl_buf_add(out, name, count == 3 ? 3 : count == 5 ? 1 : strlen(name));
    return true;
  }
  int value = letter == 'y' ? moment->day.year : letter == 'd' ? moment->day.day : letter == 'h' ? hour : letter == 's' ? moment->second
              : minutes ? moment->minute : moment->day.month;
  if (count > (letter == 'y' ? 4 : 2)) return false;
  if (letter == 'y') sl_buf_printf(out, count > 2 ? "%04d" : "%02d", count > 2 ? value : value % 100);
  else sl_buf_printf(out, count == 2 ? "%02d" : "%d", value);
  return true;
}

static bool show_moment(SlStr code, const SlSheetCell *cell, SlBuf *out) {
  SlStr section;
  if (!next_section(&code, &section) || is_general(section)) return false;
  Moment moment = moment_of(cell);
  bool halves = false;
  for (size_t i = 0; i + 5 <= section.length; i++) halves |= sl_str_equal_caseless((SlStr){section.bytes + i, 5}, sl_str("am/pm"));
  char before = 0;
  for (Part part; (part = next_part(&section)).kind != PART_END;) {
    if (part.kind == PART_BAD) return false;
    if (part.kind == PART_WORDS) sl_buf_add_str(out, part.text);
    if (part.kind != PART_CODE) continue;
    char letter = sl_lower(*part.text.bytes);
    if (letter == '@') continue;
    if (letter == 'a') {
      if (section.length < 4 || !sl_str_equal_caseless((SlStr){section.bytes, 4}, sl_str("m/pm"))) return false;
      section.bytes += 4, section.length -= 4;
      sl_buf_add_text(out, moment.hour < 12 ? "AM" : "PM");
    } else if (strchr("ymdhs", letter)) {
      int count = run_of(&section, letter);
      bool minutes = letter == 'm' && count <= 2 && means_minutes(section, before);
      if (!add_unit(&moment, letter, count, minutes, halves, out)) return false;
      if (letter == 's' && section.length >= 2 && section.bytes[0] == '.' && section.bytes[1] == '0') return false;
      before = letter;
    } else if (strchr(",.", letter)) {
      sl_buf_add_char(out, letter);
    } else {
      return false;
    }
  }
  return true;
}

bool sl_number_format(SlStr code, const SlSheetCell *cell, SlBuf *out) {
  size_t length = out->length;
  bool known = false;
  switch (cell->type) {
    case SL_SHEET_BOOLEAN:
      sl_buf_add_text(out, cell->moment ? "TRUE" : "FALSE");
      return true;
    case SL_SHEET_DATE:
    case SL_SHEET_DATETIME:
    case SL_SHEET_TIME: known = show_moment(code, cell, out); break;
    case SL_SHEET_NUMBER:
    case SL_SHEET_PERCENTAGE:
    case SL_SHEET_CURRENCY: known = isfinite(cell->number) && show_number(code, cell->number, out); break;
    default: break;
  }
  if (!known) out->length = length;
  return known;
}
