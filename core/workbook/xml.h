/* xml.h - a part of a workbook, element by element (expat), with what the reader of a part shares.
 *
 *     <table:table-cell office:value="12"> <text:p>12</text:p> </table:table-cell>      start, start, text, end, end
 *
 * Names are as the part writes them, prefix included. A part that declares entities is refused: no office does, and a few lines of
 * them can stand for gigabytes; expat's own protection stands behind that.
 *
 * A handler that fails calls sl_xml_fail(), after which no other is called and the read returns that failure.
 * Ownership: names, attributes and texts are borrowed until the handler returns.
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_XML_H
#define SL_WORKBOOK_XML_H

#include "core/workbook/zip.h"

typedef struct SlXml SlXml;

typedef struct SlXmlHandlers {
  void (*start)(SlXml *xml, const char *name, const char **attributes); /* name, value, name, value, ..., NULL */
  void (*end)(SlXml *xml, const char *name);
  void (*text)(SlXml *xml, const char *bytes, int length); /* may come in pieces */
} SlXmlHandlers;

struct SlXml {
  const SlXmlHandlers *handlers;
  void *context;   /* the reader's */
  const struct SlExpat *expat;
  void *parser;    /* expat's */
  SlStatus status; /* of a handler */
  SlError *err;    /* never NULL */
};

SlStatus sl_xml_read(SlZip *zip, const char *part, const SlXmlHandlers *handlers, void *context, SlError *err);

/* Ends the read with this status, whose words are in xml->err. SL_OK does nothing. */
void sl_xml_fail(SlXml *xml, SlStatus status);

/* The value of an attribute, or NULL. */
const char *sl_xml_attribute(const char **attributes, const char *name);
/* A whole number, or `otherwise` when it is none or absent; limited to 0 .. most. */
int64_t sl_xml_integer(const char *value, int64_t otherwise, int64_t most);
/* "1", "true". */
bool sl_xml_is_true(const char *value);
/* The name behind its prefix: "x:row" -> "row". */
const char *sl_xml_local(const char *name);

#endif
