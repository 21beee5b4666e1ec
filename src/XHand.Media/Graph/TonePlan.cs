using XHand.Media.Rtp;

namespace XHand.Media.Graph;

/// <summary>The tones of a country as data; rendered once.</summary>
/// <param name="FrequencyHz">Whole Hz, 20 to 3400, so that a second of tone repeats without a click.</param>
/// <param name="LevelDbm0">Level of the tone; ITU-T E.180 recommends -10 dBm0.</param>
/// <param name="Ringback">The called phone rings.</param>
/// <param name="Busy">It is busy.</param>
/// <param name="Congestion">No way to it is free.</param>
/// <param name="Dial">Dial now.</param>
public sealed record TonePlan(
    int FrequencyHz, double LevelDbm0, ToneCadence Ringback, ToneCadence Busy, ToneCadence Congestion, ToneCadence Dial)
{
    // G.711: a sine of full scale is +3.14 dBm0 with A-law.
    private const double FullScaleDbm0 = 3.14;

    /// <summary>Brazil: 425 Hz throughout.</summary>
    public static TonePlan Brazil { get; } = new(
        425,
        -10,
        Ringback: new(1000, 4000),
        Busy: new(250, 250),
        Congestion: new(250, 250, 750, 250),
        Dial: new(1000, 0));

    /// <summary>One period of the tone's cadence.</summary>
    internal Sound Render(Tone tone)
    {
        ToneCadence cadence = tone switch
        {
            Tone.Ringback => Ringback,
            Tone.Busy => Busy,
            Tone.Congestion => Congestion,
            _ => Dial,
        };
        const int samplesPerMs = RtpClock.RateHz / 1000;
        double amplitude = short.MaxValue * Math.Pow(10, (LevelDbm0 - FullScaleDbm0) / 20);
        short[] samples = new short[cadence.StepsMs.Sum() * samplesPerMs];
        int at = 0;
        for (int step = 0; step < cadence.StepsMs.Length; step++)
        {
            int length = cadence.StepsMs[step] * samplesPerMs;
            for (int i = 0; step % 2 == 0 && i < length; i++)
            {
                samples[at + i] = (short)Math.Round(amplitude * Math.Sin(2 * Math.PI * FrequencyHz * i / RtpClock.RateHz));
            }

            at += length;
        }

        return new Sound(samples);
    }
}
