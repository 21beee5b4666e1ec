using System.Diagnostics;

namespace XHand.Load;

/// <summary>The thread that sends and takes the RTP of both sides, in steps of one millisecond.</summary>
internal sealed class RtpPump : IDisposable
{
    private readonly RtpSide _near;
    private readonly RtpSide _far;
    private readonly Thread _thread;
    private volatile bool _stop;

    public RtpPump(RtpSide near, RtpSide far)
    {
        _near = near;
        _far = far;
        _thread = new Thread(Run) { Name = "rtp", IsBackground = true };
        _thread.Start();
    }

    /// <summary>Ends the thread.</summary>
    public void Stop()
    {
        _stop = true;
        _thread.Join();
    }

    /// <inheritdoc/>
    public void Dispose() => Stop();

    private void Run()
    {
        Stopwatch clock = Stopwatch.StartNew();
        for (long tick = 0; !_stop; tick++)
        {
            while (clock.ElapsedMilliseconds < tick)
            {
                _near.Drain();
                _far.Drain();
                _near.WaitBriefly();
            }

            _near.Tick((int)(tick % 20));
            _far.Tick((int)((tick + 10) % 20));
        }
    }
}
