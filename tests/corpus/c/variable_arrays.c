// Arrays whose size is known when the program runs, also as parameters.
#include <stdio.h>

static void multiply(int n, int m, int p, double a[n][m], double b[m][p], double out[n][p]) {
  for (int i = 0; i < n; i++)
    for (int j = 0; j < p; j++) {
      out[i][j] = 0;
      for (int k = 0; k < m; k++) out[i][j] += a[i][k] * b[k][j];
    }
}

int main(int count, char **values) {
  (void)values;
  int n = count + 1, m = count + 2, p = count;
  double a[n][m], b[m][p], out[n][p];
  for (int i = 0; i < n; i++)
    for (int j = 0; j < m; j++) a[i][j] = i * m + j;
  for (int i = 0; i < m; i++)
    for (int j = 0; j < p; j++) b[i][j] = i == j ? 2 : 1;
  multiply(n, m, p, a, b, out);
  for (int i = 0; i < n; i++, puts(""))
    for (int j = 0; j < p; j++) printf("%6.1f", out[i][j]);
  printf("%zu\n", sizeof out / sizeof(double));
}
