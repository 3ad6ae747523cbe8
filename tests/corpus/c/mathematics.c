// The mathematical library: functions, classes of numbers, rounding, hexadecimal floats.
#include <fenv.h>
#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>

int main(void) {
  volatile double two = 2, zero = 0, half = 2.5;
  printf("%.15f %.15f\n", sqrt(two), exp(1 / two));
  printf("%.12f %.12f %.12f\n", sin(two), atan2(1, -two), log1p(1e-10) * 1e10);
  printf("%.10f %.10f %.10f\n", tgamma(half), erf(1 / two), cbrt(two));
  printf("%g %g %g %d\n", 1 / zero, -1 / zero, fmod(-7.5, two), isnan(zero / zero) != 0);
  printf("%a %g\n", 0.1f, fma(two, two, -4));
  printf("%g %g %g %g %ld\n", floor(-half), ceil(-half), trunc(-half), round(-half), lrint(half));
  fesetround(FE_UPWARD);
  double up = nearbyint(half);
  fesetround(FE_DOWNWARD);
  double down = nearbyint(half);
  fesetround(FE_TONEAREST);
  printf("%g %g %g\n", up, down, nearbyint(half));
  int exponent;
  double fraction = frexp(48, &exponent), whole;
  printf("%g %d %g", fraction, exponent, modf(-3.25, &whole));
  printf(" %g %g %d\n", whole, hypot(3, 4), DBL_DIG);
  feclearexcept(FE_ALL_EXCEPT);
  volatile double unused = 1 / zero;
  (void)unused;
  printf("%d\n", fetestexcept(FE_DIVBYZERO | FE_OVERFLOW) == FE_DIVBYZERO);
  printf("%" PRId64 " %" PRIu8 " %jd\n", INT64_MAX, UINT8_MAX, imaxabs(INT64_C(-5)));
}
