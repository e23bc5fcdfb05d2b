namespace Argos.Rules.Benchmarks.Attacks;

/// <summary>The line that lies nearest to values over time, by least squares.</summary>
internal static class Slope
{
    /// <summary>How much the value grows in an hour.</summary>
    public static double PerHour(IReadOnlyList<(double Seconds, double Value)> points)
    {
        if (points.Count < 2) return double.NaN;
        var (x, y) = (points.Average(static p => p.Seconds), points.Average(static p => p.Value));
        var spread = points.Sum(p => (p.Seconds - x) * (p.Seconds - x));
        return points.Sum(p => (p.Seconds - x) * (p.Value - y)) / spread * 3600;
    }
}
