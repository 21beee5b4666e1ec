using System.Buffers.Binary;

namespace XHand.Peers.Tests.Rig;

/// <summary>The tone of a recording's last second.</summary>
/// <param name="FrequencyHz">The strongest frequency between 100 and 3900 Hz, in steps of 10.</param>
/// <param name="LevelDbfs">Its level against full scale, in dB; -100 for silence or less than half a second.</param>
internal sealed record WavTone(int FrequencyHz, double LevelDbfs)
{
    private const int RateHz = 8000;
    private const int HeaderBytes = 44;

    /// <summary>Writes a mono 16 bit tone 6 dB below full scale.</summary>
    public static void Write(string file, int frequencyHz, TimeSpan length)
    {
        int samples = (int)(length.TotalSeconds * RateHz);
        byte[] wav = new byte[HeaderBytes + (samples * 2)];
        "RIFF"u8.CopyTo(wav);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(4), wav.Length - 8);
        "WAVEfmt "u8.CopyTo(wav.AsSpan(8));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(16), 16);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(20), 1);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(22), 1);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(24), RateHz);
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(28), RateHz * 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(32), 2);
        BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(34), 16);
        "data"u8.CopyTo(wav.AsSpan(36));
        BinaryPrimitives.WriteInt32LittleEndian(wav.AsSpan(40), samples * 2);
        for (int n = 0; n < samples; n++)
        {
            short sample = (short)(16_384 * Math.Sin(2 * Math.PI * frequencyHz * n / RateHz));
            BinaryPrimitives.WriteInt16LittleEndian(wav.AsSpan(HeaderBytes + (n * 2)), sample);
        }

        File.WriteAllBytes(file, wav);
    }

    /// <summary>Reads the last second of a mono 16 bit recording, also while it is still being written.</summary>
    public static WavTone Read(string file)
    {
        byte[] wav;
        using (FileStream stream = new(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite))
        {
            wav = new byte[stream.Length];
            stream.ReadExactly(wav);
        }

        int count = Math.Min((wav.Length - HeaderBytes) / 2, RateHz);
        if (count < RateHz / 2)
        {
            return new WavTone(0, -100);
        }

        double[] samples = new double[count];
        int first = wav.Length - (count * 2);
        for (int n = 0; n < count; n++)
        {
            samples[n] = BinaryPrimitives.ReadInt16LittleEndian(wav.AsSpan(first + (n * 2))) / 32_768.0;
        }

        (int Hz, double Amplitude) best = (0, 0);
        for (int hz = 100; hz <= 3900; hz += 10)
        {
            double amplitude = Goertzel(samples, hz);
            if (amplitude > best.Amplitude)
            {
                best = (hz, amplitude);
            }
        }

        return new WavTone(best.Hz, best.Amplitude < 1e-5 ? -100 : 20 * Math.Log10(best.Amplitude));
    }

    private static double Goertzel(double[] samples, int hz)
    {
        double coefficient = 2 * Math.Cos(2 * Math.PI * hz / RateHz);
        double previous = 0;
        double beforePrevious = 0;
        foreach (double sample in samples)
        {
            double next = sample + (coefficient * previous) - beforePrevious;
            beforePrevious = previous;
            previous = next;
        }

        double power = (previous * previous) + (beforePrevious * beforePrevious) - (coefficient * previous * beforePrevious);
        return 2 * Math.Sqrt(Math.Max(power, 0)) / samples.Length;
    }
}
