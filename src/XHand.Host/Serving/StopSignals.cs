using System.Runtime.InteropServices;

namespace XHand.Host.Serving;

/// <summary>SIGTERM, Ctrl-C and the terminal's hang-up: the first asks for a stop, the second for one at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly PosixSignalRegistration[] _registrations;
    private readonly CancellationTokenSource _first = new();
    private readonly CancellationTokenSource _second = new();

    /// <summary>Takes the signals from now on.</summary>
    public StopSignals() => _registrations =
    [
        PosixSignalRegistration.Create(PosixSignal.SIGTERM, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGINT, OnSignal),
        PosixSignalRegistration.Create(PosixSignal.SIGHUP, OnSignal),
    ];

    /// <summary>Cancelled by the first signal.</summary>
    public CancellationToken Stop => _first.Token;

    /// <summary>Cancelled by the second.</summary>
    public CancellationToken StopNow => _second.Token;

    /// <summary>Asks for a stop from inside.</summary>
    public void Request() => _first.Cancel();

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (PosixSignalRegistration registration in _registrations)
        {
            registration.Dispose();
        }

        _first.Dispose();
        _second.Dispose();
    }

    private void OnSignal(PosixSignalContext context)
    {
        context.Cancel = true;
        (_first.IsCancellationRequested ? _second : _first).Cancel();
    }
}
