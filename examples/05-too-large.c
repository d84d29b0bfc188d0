/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A buffer too large for the stack.

   Go moves a variable of more than 10 MiB (since Go 1.24: 128 KiB) to the
   heap, even if nothing takes its address.  C does as it is told.  The limit
   here is 128 KiB; -fplugin-arg-escape-max-local= sets another.  */

#include <stdio.h>

long
count_lines (FILE *f)
{
  char buffer[256 * 1024];
  long lines = 0;
  size_t n;
  while ((n = fread (buffer, 1, sizeof buffer, f)) > 0)
    for (size_t i = 0; i < n; i++)
      lines += buffer[i] == '\n';
  return lines;
}

long
count_lines_by_page (FILE *f)
{
  char buffer[4096];
  long lines = 0;
  size_t n;
  while ((n = fread (buffer, 1, sizeof buffer, f)) > 0)
    for (size_t i = 0; i < n; i++)
      lines += buffer[i] == '\n';
  return lines;
}

/* clang-format off */
/* What escape says, with -fplugin-arg-escape-m:

   <<<
   11:20: note: f does not escape
   23:28: note: f does not escape
   13:8: warning: local variable 'buffer' takes 262144 bytes of the stack, more than 131072 [CWE-770] [large-local]
   >>>

   What Go 1.19 says, with -gcflags='-m -l':

   import "os"

   func countLines(f *os.File) (lines int) {  // leaking param content: f
       var buffer [16 << 20]byte  // moved to heap: buffer
       n, _ := f.Read(buffer[:])
       for _, c := range buffer[:n] {
           if c == '\n' {
               lines++
           }
       }
       return
   }

   func countLinesByPage(f *os.File) (lines int) {  // leaking param content: f
       var buffer [4096]byte
       n, _ := f.Read(buffer[:])
       for _, c := range buffer[:n] {
           if c == '\n' {
               lines++
           }
       }
       return
   }  */
