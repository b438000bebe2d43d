using Atmosphere.Grains.Ports;
using Microsoft.Extensions.Logging;

namespace Atmosphere.Recognition.FaceApi;

/// <summary>Everything that can become of a request other than an answer, whichever client made it.</summary>
internal static partial class FaceFailure
{
    /// <summary>Reads and logs an answer outside of 200 to 299; <see cref="OutcomeKind.Done"/> when it is what the caller looks for.</summary>
    public static Outcome<Nothing> Read(ILogger logger, FaceApiOperation operation, int status, byte[]? body, TimeSpan? retryAfter, string requestId)
    {
        var (code, innerCode) = ErrorCodes.Read(body);
        var meaning = FaceApiErrors.Map(status, code, innerCode, retryAfter, operation);
        if (meaning.Kind == OutcomeKind.Misconfigured) LogMisconfigured(logger, operation, status, meaning.Code, requestId);
        else if (!meaning.IsDone) LogFailed(logger, operation, status, meaning.Kind, meaning.Code, requestId);
        return meaning;
    }

    public static Outcome<T> TimedOut<T>(TimeSpan timeout) => Outcome<T>.Unavailable("timeout", $"No answer within {timeout.TotalSeconds:0.#} s.");

    public static Outcome<T> Unreachable<T>(HttpRequestError why) => Outcome<T>.Unavailable("unreachable", $"The recogniser can't be reached ({why}).");

    public static Outcome<T> BrokenOff<T>() => Outcome<T>.Unavailable("unreachable", "The connection broke in the middle of the answer.");

    /// <param name="limit">In bytes.</param>
    public static Outcome<T> TooLarge<T>(int limit) => Outcome<T>.Unavailable("answer-too-large", $"The recogniser's answer has more than {limit} bytes.");

    public static Outcome<T> Unreadable<T>() => Outcome<T>.Unavailable("unreadable-answer", "The recogniser's answer is not what was promised.");
}
