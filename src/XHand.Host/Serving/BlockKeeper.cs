using System.Text.Json;
using Microsoft.Extensions.Logging;
using XHand.Sip.Transport;

namespace XHand.Host.Serving;

/// <summary>
/// Keeps the blocks in a file, so that an attacker gains nothing by a restart, and forgets those that are over. Written at most once a second; a file
/// that cannot be read or written is told of, and the blocks stay in memory.
/// </summary>
internal sealed class BlockKeeper : IDisposable
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private static readonly TimeSpan _interval = TimeSpan.FromSeconds(1);

    private readonly BlockBook _book;
    private readonly string _file;
    private readonly ILogger _log;
    private readonly Lock _writing = new();
    private readonly ITimer _timer;
    private volatile bool _isChanged;

    /// <summary>Reads the file and follows the book.</summary>
    public BlockKeeper(BlockBook book, string file, NftablesRules? rules, TimeProvider time, ILogger log)
    {
        (_book, _file, _log) = (book, file, log);
        Read();
        rules?.Start(book.List());
        book.Changed = (block, isNew) =>
        {
            _isChanged = true;
            rules?.Tell(block, isNew);
        };
        _timer = time.CreateTimer(_ => Tick(), null, _interval, _interval);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        Write();
    }

    private void Tick()
    {
        _book.Forget();
        Write();
    }

    private void Read()
    {
        try
        {
            if (File.Exists(_file))
            {
                using FileStream stream = File.OpenRead(_file);
                _book.Restore(JsonSerializer.Deserialize(stream, BlockJson.Default.IReadOnlyListBlock) ?? []);
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or JsonException)
        {
            _log.BlocksUnreadable(_file, e.Message);
        }
    }

    private void Write()
    {
        lock (_writing)
        {
            if (!_isChanged)
            {
                return;
            }

            _isChanged = false;
            try
            {
                string made = _file + ".new";
                File.Delete(made);
                using (FileStream stream = new(made, new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly }))
                {
                    JsonSerializer.Serialize(stream, _book.List(), BlockJson.Default.IReadOnlyListBlock);
                    stream.Flush(flushToDisk: true);
                }

                File.Move(made, _file, overwrite: true);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                _log.BlocksUnwritten(_file, e.Message);
            }
        }
    }
}
