#include "core/values/period_tokens.h"

#include "core/values/period.h"

static const struct {
  const char *word;
  SlTokenKind kind;
  int value;
} words[] = {
    {"q", SL_TOKEN_QUARTER, 0},         {"qtr", SL_TOKEN_QUARTER, 0},        {"quarter", SL_TOKEN_QUARTER, 0},
    {"w", SL_TOKEN_WEEK, 0},            {"week", SL_TOKEN_WEEK, 0},          {"months", SL_TOKEN_MONTHS, 0},
    {"year", SL_TOKEN_YEAR, 0},         {"to", SL_TOKEN_TO, 0},              {"ending", SL_TOKEN_ENDING, 0},
    {"end", SL_TOKEN_ENDING, 0},        {"as", SL_TOKEN_AT, 0},              {"at", SL_TOKEN_AT, 0},
    {"three", SL_TOKEN_NUMBER, 3},
    {"ended", SL_TOKEN_ENDING, 0},      {"ye", SL_TOKEN_YE, 0},              {"fye", SL_TOKEN_FYE, 0},
    {"fy", SL_TOKEN_FY, 0},             {"financial", SL_TOKEN_FINANCIAL, 0}, {"calendar", SL_TOKEN_CALENDAR, 0},
    {"academic", SL_TOKEN_OTHER_YEAR, 0}, {"school", SL_TOKEN_OTHER_YEAR, 0}, {"tax", SL_TOKEN_OTHER_YEAR, 0},
    {"twelve", SL_TOKEN_NUMBER, 12},    {"st", SL_TOKEN_ORDINAL, 0},         {"nd", SL_TOKEN_ORDINAL, 0},
    {"rd", SL_TOKEN_ORDINAL, 0},        {"th", SL_TOKEN_ORDINAL, 0},
};

static bool is_digit(char c) { return c >= '0' && c <= '9'; }
static bool is_letter(char c) { return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z'); }

/* Names in full, their first three letters, and Sept. */
static bool find_month(SlStr word, int *month) {
  for (int i = 1; i <= 12; i++) {
    SlStr name = sl_str(sl_month_name(i)), cut = {name.bytes, 3};
    if (!sl_str_equal_caseless(word, name) && !sl_str_equal_caseless(word, cut)) continue;
    *month = i;
    return true;
  }
  *month = 9;
  return sl_str_equal_caseless(word, sl_str("sept"));
}

static bool find_word(SlStr word, SlToken *token) {
  if (find_month(word, &token->value)) {
    token->kind = SL_TOKEN_MONTH;
    return true;
  }
  for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
    if (!sl_str_equal_caseless(word, sl_str(words[i].word))) continue;
    token->kind = words[i].kind;
    token->value = words[i].value;
    return true;
  }
  return false;
}

/* Characters beyond ASCII that stand for one of its own. */
static const struct {
  const char *bytes;
  char stands_for;
} signs[] = {
    {"\xC2\xA0", ' '},     {"\xE2\x80\xAF", ' '},  /* no-break spaces */
    {"\xE2\x80\x90", '-'}, {"\xE2\x80\x91", '-'},  /* hyphens */
    {"\xE2\x80\x92", '_'}, {"\xE2\x80\x93", '_'}, {"\xE2\x80\x94", '_'}, {"\xE2\x80\x95", '_'}, {"\xE2\x88\x92", '_'}, /* dashes, the minus */
    {"\xE2\x80\x98", '\''}, {"\xE2\x80\x99", '\''},
};

/* The next character, and how many bytes it has. Dashes are '_', which no text has by itself. */
static char character_at(SlStr text, size_t at, size_t *bytes) {
  SlStr rest = {text.bytes + at, text.length - at};
  *bytes = 1;
  if ((unsigned char)rest.bytes[0] < 0x80) return rest.bytes[0] == '_' ? '?' : rest.bytes[0];
  for (size_t i = 0; i < sizeof signs / sizeof *signs; i++) {
    SlStr sign = sl_str(signs[i].bytes);
    if (!sl_str_starts_with(rest, sign)) continue;
    *bytes = sign.length;
    return signs[i].stands_for;
  }
  return '?';
}

static bool find_sign(char c, SlToken *token) {
  switch (c) {
    case '-': token->kind = SL_TOKEN_DASH; token->value = 1; return true;
    case '_': token->kind = SL_TOKEN_DASH; return true;
    case '/': token->kind = SL_TOKEN_SLASH; return true;
    case ',': token->kind = SL_TOKEN_COMMA; return true;
    case '(': token->kind = SL_TOKEN_OPEN; return true;
    case ')': token->kind = SL_TOKEN_CLOSE; return true;
    case '\'': token->kind = SL_TOKEN_APOSTROPHE; return true;
    default: return false;
  }
}

bool sl_period_tokens(SlStr text, SlToken tokens[SL_PERIOD_TOKENS]) {
  enum { LONGEST = 80, MOST_DIGITS = 4 };
  if (text.length > LONGEST) return false;
  int count = 0;
  bool glued = false;
  for (size_t at = 0, bytes; at < text.length;) {
    char c = character_at(text, at, &bytes);
    if (c == ' ' || c == '\t') {
      at += bytes;
      glued = false;
      continue;
    }
    if (count == SL_PERIOD_TOKENS - 1) return false;
    SlToken *token = &tokens[count++];
    *token = (SlToken){.glued = glued};
    size_t end = at;
    if (is_digit(c)) {
      token->kind = SL_TOKEN_NUMBER;
      for (; end < text.length && is_digit(text.bytes[end]); end++) {
        if (++token->digits > MOST_DIGITS) return false;
        token->value = token->value * 10 + (text.bytes[end] - '0');
      }
    } else if (is_letter(c)) {
      while (end < text.length && is_letter(text.bytes[end])) end++;
      if (!find_word((SlStr){text.bytes + at, end - at}, token)) return false;
      if (token->kind == SL_TOKEN_MONTH && end < text.length && text.bytes[end] == '.') end++;
    } else {
      if (!find_sign(c, token)) return false;
      end += bytes;
    }
    at = end;
    glued = true;
  }
  tokens[count] = (SlToken){.kind = SL_TOKEN_END};
  return count > 0;
}
