"""Fits a line through scattered points by gradient descent, and logs the error after every step."""

import argparse
import math

import barograph


def main() -> None:
    """Read the parameters, train, and log."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--rate", type=float, required=True)
    parser.add_argument("--momentum", type=float, required=True)
    parser.add_argument("--schedule", choices=["constant", "falling"], required=True)
    parser.add_argument("--steps", type=float, required=True)
    given = parser.parse_args()
    points = [(x / 50, 3 * x / 50 - 1 + 0.15 * math.sin(37 * x)) for x in range(100)]
    slope = offset = slope_speed = offset_speed = 0.0
    with barograph.start_run():
        for step in range(int(given.steps)):
            errors = [slope * x + offset - y for x, y in points]
            barograph.log_metric("loss", min(1e6, sum(error**2 for error in errors) / len(points)), step=step)
            rate = given.rate / (1 + step / 10) if given.schedule == "falling" else given.rate
            slope_speed = given.momentum * slope_speed - rate * sum(error * x for error, (x, _) in zip(errors, points, strict=True)) / len(
                points
            )
            offset_speed = given.momentum * offset_speed - rate * sum(errors) / len(points)
            slope, offset = max(-1e3, min(1e3, slope + slope_speed)), max(-1e3, min(1e3, offset + offset_speed))


if __name__ == "__main__":
    main()
