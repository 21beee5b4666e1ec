using System.Globalization;
using Microsoft.Extensions.Logging;
using Serilog;
using Serilog.Core;
using Serilog.Events;
using Serilog.Extensions.Logging;
using Serilog.Formatting;
using Serilog.Formatting.Display;
using Serilog.Formatting.Json;
using XHand.Host.Settings;
using XHand.Web.Server;

namespace XHand.Host.Serving;

/// <summary>Logs to the terminal and to files in the data directory: as many and as large as the settings allow, without secrets.</summary>
internal sealed class LogPipeline : ILogLevel, IDisposable
{
    private const string Line = "{Timestamp:yyyy-MM-dd HH:mm:ss.fff} {Level:u3} {SourceContext}: {Message:lj}{NewLine}{Exception}";
    private const string TerminalLine = "{Timestamp:HH:mm:ss} {Level:u3} {Message:lj}{NewLine}{Exception}";

    private readonly Logger _logger;
    private readonly LoggingLevelSwitch _level;

    /// <summary>Begins to write.</summary>
    public LogPipeline(string folder, LogLevel level, LogFileSettings files)
    {
        _level = new LoggingLevelSwitch(ToSerilog(level));
        ITextFormatter lines = files.IsJson ? new JsonFormatter(renderMessage: true) : new MessageTemplateTextFormatter(Line, CultureInfo.InvariantCulture);
        Logger written = new LoggerConfiguration()
            .MinimumLevel.Verbose()
            .WriteTo.Console(new LogMask(new MessageTemplateTextFormatter(TerminalLine, CultureInfo.InvariantCulture)))
            .WriteTo.File(
                new LogMask(lines),
                Path.Combine(folder, "xhand-.log"),
                rollingInterval: RollingInterval.Day,
                rollOnFileSizeLimit: true,
                fileSizeLimitBytes: files.FileBytes,
                retainedFileCountLimit: files.Files)
            .CreateLogger();
        _logger = new LoggerConfiguration()
            .MinimumLevel.ControlledBy(_level)
            .MinimumLevel.Override("Microsoft", LogEventLevel.Warning)
            .MinimumLevel.Override("Npgsql", LogEventLevel.Warning)
            .WriteTo.Sink(new QueuedSink(written))
            .CreateLogger();
        Provider = new SerilogLoggerProvider(_logger);
        Factory = new LoggerFactory([Provider], new LoggerFilterOptions { MinLevel = LogLevel.Trace });
    }

    /// <summary>For the web server.</summary>
    public ILoggerProvider Provider { get; }

    /// <summary>For everything else.</summary>
    public ILoggerFactory Factory { get; }

    /// <inheritdoc/>
    public LogLevel Level
    {
        get => FromSerilog(_level.MinimumLevel);
        set => _level.MinimumLevel = ToSerilog(value);
    }

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

    private static LogLevel FromSerilog(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => LogLevel.Trace,
        LogEventLevel.Debug => LogLevel.Debug,
        LogEventLevel.Information => LogLevel.Information,
        LogEventLevel.Warning => LogLevel.Warning,
        _ => LogLevel.Error,
    };
}
