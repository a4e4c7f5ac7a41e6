#include "core/workbook/xml.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/alloc.h"
#include "core/base/progress.h"
#include "core/base/runtime.h"
#include "core/workbook/libraries.h"

enum { PIECE_BYTES = 1 << 16 };

static void XMLCALL on_start(void *data, const char *name, const char **attributes) {
  SlXml *xml = data;
  if (xml->status == SL_OK) xml->handlers->start(xml, name, attributes);
}

static void XMLCALL on_end(void *data, const char *name) {
  SlXml *xml = data;
  if (xml->status == SL_OK) xml->handlers->end(xml, name);
}

static void XMLCALL on_text(void *data, const char *bytes, int length) {
  SlXml *xml = data;
  if (xml->status == SL_OK) xml->handlers->text(xml, bytes, length);
}

static void XMLCALL on_entity(void *data, const char *name, int is_parameter, const char *value, int length, const char *base, const char *system,
                              const char *public, const char *notation) {
  (void)name, (void)is_parameter, (void)value, (void)length, (void)base, (void)system, (void)public, (void)notation;
  SlXml *xml = data;
  if (xml->status == SL_OK) sl_xml_fail(xml, sl_fail(xml->err, SL_EDATA, "it declares entities, which no office does and a few of which can fill a memory"));
}

void sl_xml_fail(SlXml *xml, SlStatus status) {
  if (status == SL_OK || xml->status != SL_OK) return;
  xml->status = status;
  xml->expat->StopParser(xml->parser, XML_FALSE);
}

static SlStatus fail_parse(const SlXml *xml, const char *name, const char *part, SlError *err) {
  enum XML_Error code = xml->expat->GetErrorCode(xml->parser);
  if (code == XML_ERROR_NO_MEMORY) return sl_fail_alloc(err, PIECE_BYTES);
  return sl_fail(err, SL_EPARSE, "%s: part \"%s\", line %lu: %s: the file is damaged; get it again, or open it in LibreOffice or Excel and save it", name,
                 part, xml->expat->GetCurrentLineNumber(xml->parser), xml->expat->ErrorString(code));
}

/* A handler's failure, with the file in front where it does not say it. */
static SlStatus fail_handled(const SlXml *xml, const char *name, const char *part, SlError *err) {
  SlStatus status = xml->status;
  if (status == SL_ENOMEM || status == SL_EINTERRUPTED || sl_str_starts_with(sl_str(err->text), sl_str(name))) return status;
  char words[512];
  sl_print_cut(words, sizeof words, "%s", err->text);
  return sl_fail(err, status, "%s: part \"%s\": %s", name, part, words);
}

static SlStatus read_pieces(SlXml *xml, SlZip *zip, const char *part, SlError *err) {
  SlStatus status = sl_zip_open_part(zip, part, err);
  size_t got = 1;
  int64_t taken = 0;
  while (status == SL_OK && got > 0) {
    if (sl_interrupted()) return sl_fail_interrupted(err);
    char *room = xml->expat->GetBuffer(xml->parser, PIECE_BYTES);
    if (!room) return sl_fail_alloc(err, PIECE_BYTES);
    status = sl_zip_read(zip, room, PIECE_BYTES, &got, err);
    if (status != SL_OK) return status;
    bool parsed = xml->expat->ParseBuffer(xml->parser, (int)got, got == 0) == XML_STATUS_OK;
    if (xml->status != SL_OK) return fail_handled(xml, sl_zip_name(zip), part, err);
    if (!parsed) return fail_parse(xml, sl_zip_name(zip), part, err);
    int64_t now = sl_zip_taken(zip);
    if (now > taken) sl_progress_add(now - taken, 0), taken = now;
  }
  return status;
}

SlStatus sl_xml_read(SlZip *zip, const char *part, const SlXmlHandlers *handlers, void *context, SlError *err) {
  SlError own;
  SlXml xml = {.handlers = handlers, .context = context, .err = err ? err : &own};
  SlStatus status = sl_expat(&xml.expat, xml.err);
  if (status != SL_OK) return status;
  XML_Memory_Handling_Suite memory = {sl_alloc, sl_realloc, sl_free};
  xml.parser = xml.expat->ParserCreate_MM(NULL, &memory, NULL);
  if (!xml.parser) return sl_fail_alloc(err, PIECE_BYTES);
  xml.expat->SetUserData(xml.parser, &xml);
  xml.expat->SetElementHandler(xml.parser, on_start, on_end);
  xml.expat->SetCharacterDataHandler(xml.parser, on_text);
  xml.expat->SetEntityDeclHandler(xml.parser, on_entity);
  status = read_pieces(&xml, zip, part, xml.err);
  xml.expat->ParserFree(xml.parser);
  sl_zip_close_part(zip);
  return status;
}

const char *sl_xml_attribute(const char **attributes, const char *name) {
  for (; *attributes; attributes += 2)
    if (strcmp(attributes[0], name) == 0) return attributes[1];
  return NULL;
}

int64_t sl_xml_integer(const char *value, int64_t otherwise, int64_t most) {
  if (!value) return otherwise;
  int64_t number = 0;
  const char *at = value;
  for (; *at >= '0' && *at <= '9'; at++) {
    number = number * 10 + (*at - '0');
    if (number > most) number = most;
  }
  return at == value || *at ? otherwise : number;
}

bool sl_xml_is_true(const char *value) { return value && (strcmp(value, "1") == 0 || strcmp(value, "true") == 0); }

const char *sl_xml_local(const char *name) {
  const char *colon = strchr(name, ':');
  return colon ? colon + 1 : name;
}
