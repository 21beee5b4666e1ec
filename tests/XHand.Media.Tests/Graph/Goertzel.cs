using XHand.Media.Codecs;

namespace XHand.Media.Tests.Graph;

/// <summary>How much of one frequency is in a stretch of audio.</summary>
internal static class Goertzel
{
    /// <summary>Level of <paramref name="frequencyHz"/> in dBm0 as A-law counts it; -100 for silence.</summary>
    public static double LevelDbm0(ReadOnlySpan<short> samples, double frequencyHz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * frequencyHz / 8000);
        double before = 0;
        double last = 0;
        foreach (short sample in samples)
        {
            (before, last) = (last, sample + (coefficient * last) - before);
        }

        double power = (last * last) + (before * before) - (coefficient * last * before);
        double amplitude = 2 * Math.Sqrt(Math.Max(0, power)) / samples.Length;
        return amplitude < 1 ? -100 : (20 * Math.Log10(amplitude / 32767)) + 3.14;
    }

    public static short[] Decode(IEnumerable<SentPacket> packets) =>
        [.. packets.SelectMany(one => one.Body.Select(code => G711.Decode(one.Payload == 8 ? G711Law.ALaw : G711Law.MuLaw, code)))];
}
