/* libraries.h - expat and minizip, loaded when the first workbook is read: whoever reads none does not pay for them at start.
 *
 * Their headers are needed to build, and the libraries where workbooks are read; without one the error says which package has it. They stay loaded.
 * Private to core/workbook.
 */
#ifndef SL_WORKBOOK_LIBRARIES_H
#define SL_WORKBOOK_LIBRARIES_H

#include <expat.h>
#include <minizip/unzip.h>

#include "core/base/status.h"

typedef struct SlExpat {
  __typeof__(XML_ParserCreate_MM) *ParserCreate_MM;
  __typeof__(XML_ParserFree) *ParserFree;
  __typeof__(XML_SetUserData) *SetUserData;
  __typeof__(XML_SetElementHandler) *SetElementHandler;
  __typeof__(XML_SetCharacterDataHandler) *SetCharacterDataHandler;
  __typeof__(XML_SetEntityDeclHandler) *SetEntityDeclHandler;
  __typeof__(XML_GetBuffer) *GetBuffer;
  __typeof__(XML_ParseBuffer) *ParseBuffer;
  __typeof__(XML_StopParser) *StopParser;
  __typeof__(XML_GetErrorCode) *GetErrorCode;
  __typeof__(XML_GetCurrentLineNumber) *GetCurrentLineNumber;
  __typeof__(XML_ErrorString) *ErrorString;
} SlExpat;

typedef struct SlMinizip {
  __typeof__(unzOpen2_64) *Open2_64;
  __typeof__(unzClose) *Close;
  __typeof__(unzGoToFirstFile) *GoToFirstFile;
  __typeof__(unzGoToNextFile) *GoToNextFile;
  __typeof__(unzGetFilePos64) *GetFilePos64;
  __typeof__(unzGoToFilePos64) *GoToFilePos64;
  __typeof__(unzGetCurrentFileInfo64) *GetCurrentFileInfo64;
  __typeof__(unzOpenCurrentFile) *OpenCurrentFile;
  __typeof__(unzReadCurrentFile) *ReadCurrentFile;
  __typeof__(unzCloseCurrentFile) *CloseCurrentFile;
  __typeof__(unzGetCurrentFileZStreamPos64) *GetCurrentFileZStreamPos64;
} SlMinizip;

/* SL_EIO: it is not installed. */
SlStatus sl_expat(const SlExpat **out, SlError *err);
SlStatus sl_minizip(const SlMinizip **out, SlError *err);

#endif
