using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;

namespace XHand.Host.Serving;

/// <summary>Logs to the terminal and to files in the data directory, 200 MiB of them at most.</summary>
internal sealed class LogPipeline : IDisposable
{
    private const long FileBytes = 20 * 1024 * 1024;
    private const int Files = 10;
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string TerminalLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private readonly Logger _logger;

    /// <summary>Begins to write.</summary>
    public LogPipeline(string folder, LogLevel level)
    {
        Logger written = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Console(outputTemplate: TerminalLine, formatProvider: CultureInfo.InvariantCulture)
            .WriteTo.File(
                Path.Combine(folder, "xhand-.log"),
                outputTemplate: Line,
                formatProvider: CultureInfo.InvariantCulture,
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: FileBytes,
                retainedFileCountLimit: Files)
            .CreateLogger();
        _logger = new LoggerConfiguration()
            .MinimumLevel.Is(ToSerilog(level))
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .WriteTo.Sink(new QueuedSink(written))
            .CreateLogger();
        Provider = new SerilogLoggerProvider(_logger);
        Factory = new LoggerFactory([Provider], new LoggerFilterOptions { MinLevel = level });
    }

    /// <summary>For the web server.</summary>
    public ILoggerProvider Provider { get; }

    /// <summary>For everything else.</summary>
    public ILoggerFactory Factory { get; }

    /// <inheritdoc/>
    public void Dispose()
    {
        Factory.Dispose();
        _logger.Dispose();
    }

    private static LogEventLevel ToSerilog(LogLevel level) => level switch
    {
        LogLevel.Trace => LogEventLevel.Verbose,
        LogLevel.Debug => LogEventLevel.Debug,
        LogLevel.Information => LogEventLevel.Information,
        LogLevel.Warning => LogEventLevel.Warning,
        _ => LogEventLevel.Error,
    };
}
