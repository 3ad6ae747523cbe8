// A discrete Fourier transform of a signal with two tones.
#include <complex.h>
#include <math.h>
#include <stdio.h>

enum { N = 16 };

int main(void) {
  const double turn = 6.283185307179586;
  double complex signal[N];
  for (int t = 0; t < N; t++) signal[t] = sin(turn * 2 * t / N) + 0.5 * cos(turn * 5 * t / N);
  for (int k = 0; k <= N / 2; k++) {
    double complex sum = 0;
    for (int t = 0; t < N; t++) sum += signal[t] * cexp(-I * turn * k * t / N);
    if (cabs(sum) > 1e-9) printf("tone %d: %.3f\n", k, 2 * cabs(sum) / N);
  }
  double complex z = 3 + 4 * I;
  printf("%.1f %.4f %.1f\n", cabs(z), carg(z), cimag(conj(z)));
  z = csqrt(-4);
  printf("%.1f%+.1fi\n", creal(z), cimag(z));
}
