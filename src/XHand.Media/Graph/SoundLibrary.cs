using System.Collections.Concurrent;

namespace XHand.Media.Graph;

/// <summary>
/// The files below one folder, read on the thread pool and kept in memory until they change or the room is needed. A path that
/// leads out of the folder is refused, links followed.
/// </summary>
internal sealed class SoundLibrary(string directory) : ISoundSource
{
    // Half an hour of 16 bit linear; longer recordings are for a streaming reader.
    private const long MaxFileBytes = 32 << 20;
    private const long MaxCachedSamples = 32 << 20;

    private readonly string _root = Path.TrimEndingDirectorySeparator(Path.GetFullPath(directory)) + Path.DirectorySeparatorChar;
    private readonly ConcurrentDictionary<string, Cached> _cache = new(StringComparer.Ordinal);
    private long _cachedSamples;

    /// <inheritdoc/>
    public SoundLoad Load(string path)
    {
        SoundLoad load = new();
        ThreadPool.UnsafeQueueUserWorkItem(static item => item.Library.Read(item.Path, item.Load), (Library: this, Path: path, Load: load), preferLocal: false);
        return load;
    }

    private void Read(string path, SoundLoad load)
    {
        try
        {
            Sound? sound = Read(path, out string reason);
            load.Settle(sound, sound is null ? $"{path}: {reason}" : null);
        }
        catch (Exception failure)
        {
            // Whatever it was, the leg that waits must hear of it.
            load.Settle(null, $"{path}: {failure.Message}");
        }
    }

    private Sound? Read(string path, out string reason)
    {
        FileInfo file = new(Path.GetFullPath(path, _root));
        if (!file.FullName.StartsWith(_root, StringComparison.Ordinal)
            || (file.ResolveLinkTarget(returnFinalTarget: true) is { } target && !target.FullName.StartsWith(_root, StringComparison.Ordinal)))
        {
            reason = "outside of the folder of sounds";
            return null;
        }

        if (!file.Exists)
        {
            reason = "there is no such file";
            return null;
        }

        if (file.Length > MaxFileBytes)
        {
            reason = $"longer than {MaxFileBytes} bytes";
            return null;
        }

        if (_cache.TryGetValue(file.FullName, out Cached? cached) && cached.Changed == file.LastWriteTimeUtc && cached.Bytes == file.Length)
        {
            reason = "";
            return cached.Sound;
        }

        Sound? sound = WavReader.TryRead(File.ReadAllBytes(file.FullName), out reason);
        if (sound is not null)
        {
            Keep(file.FullName, new Cached(sound, file.LastWriteTimeUtc, file.Length));
        }

        return sound;
    }

    private void Keep(string path, Cached cached)
    {
        // Emptied whole when full: a site's prompts fit many times over, and a reload is a read from the page cache.
        if (Interlocked.Add(ref _cachedSamples, cached.Sound.Samples.Length) > MaxCachedSamples)
        {
            _cache.Clear();
            Interlocked.Exchange(ref _cachedSamples, cached.Sound.Samples.Length);
        }

        _cache[path] = cached;
    }

    private sealed record Cached(Sound Sound, DateTime Changed, long Bytes);
}
