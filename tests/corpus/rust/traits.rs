// Traits, generic functions, errors with ? and what is left of an iterator.
use std::fmt;

trait Shape {
    fn area(&self) -> f64;
}
struct Square(f64);
struct Circle(f64);
impl Shape for Square {
    fn area(&self) -> f64 {
        self.0 * self.0
    }
}
impl Shape for Circle {
    fn area(&self) -> f64 {
        std::f64::consts::PI * self.0 * self.0
    }
}
#[derive(Debug)]
struct Wrong(String);
impl fmt::Display for Wrong {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "wrong: {}", self.0)
    }
}
fn parse(text: &str) -> Result<i32, Wrong> {
    let number: i32 = text.trim().parse().map_err(|_| Wrong(text.into()))?;
    Ok(number * 2)
}
fn main() {
    let shapes: Vec<Box<dyn Shape>> = vec![Box::new(Square(2.0)), Box::new(Circle(1.0))];
    for shape in &shapes {
        println!("{:.3}", shape.area());
    }
    println!("{:?}", parse(" 21 ").ok());
    println!("{}", parse("x").unwrap_err());
}
