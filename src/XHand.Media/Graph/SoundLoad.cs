namespace XHand.Media.Graph;

/// <summary>A file on its way from the disk: settled once by the thread that read it, looked at by the media loop.</summary>
internal sealed class SoundLoad
{
    private volatile bool _isDone;

    /// <summary>True once <see cref="Sound"/> or <see cref="Error"/> is there.</summary>
    public bool IsDone => _isDone;

    /// <summary>The audio, or null.</summary>
    public Sound? Sound { get; private set; }

    /// <summary>Why there is none.</summary>
    public string? Error { get; private set; }

    /// <summary>A load that is done.</summary>
    public static SoundLoad Of(Sound sound)
    {
        SoundLoad load = new();
        load.Settle(sound, null);
        return load;
    }

    /// <summary>Settles it; once.</summary>
    public void Settle(Sound? sound, string? error)
    {
        Sound = sound;
        Error = error;
        _isDone = true;
    }
}
