using System.Collections.Immutable;
using System.Security.Cryptography;
using Atmosphere.Silo.Hosting;
using Microsoft.Extensions.Logging.Abstractions;

namespace Atmosphere.Api.Access;

/// <summary>Who a bearer token belongs to.</summary>
/// <param name="IsOperator">The operator key.</param>
/// <param name="CameraId">The camera, when it is a camera token.</param>
internal sealed record TokenOwner(bool IsOperator, string? CameraId);

/// <summary>
/// Camera tokens and the operator key: made at first start or by an operator, shown once, stored as SHA-256 hashes. Or given by the
/// configuration: then they are changed there.
/// </summary>
internal sealed class AccessKeys
{
    private const string FirstCamera = "camera-1";

    /// <summary>Every request with a token compares it with all of them.</summary>
    private const int MostCameras = 500;

    private readonly StoredKeys? _given;
    private readonly AccessFile? _file;
    private readonly TimeProvider _time;

    private AccessKeys(StoredKeys? given, AccessFile? file, NewKeys? created, TimeProvider time) =>
        (_given, _file, Created, _time) = (given, file, created, time);

    /// <summary>The plain keys, at the one start that made them.</summary>
    public NewKeys? Created { get; }

    /// <summary>They come from the configuration, and are not changed here.</summary>
    public bool AreGiven => _given is not null;

    public ImmutableArray<StoredCamera> Cameras => Current.Cameras;

    private StoredKeys Current => _given ?? _file!.Current;

    /// <exception cref="SettingException">The file with the hashes is damaged, or a key that the configuration gives is none.</exception>
    public static AccessKeys Open(DataFolder data, AccessOptions given, TimeProvider? time = null, ILogger? log = null)
    {
        time ??= TimeProvider.System;
        if (given.Flaws().ToList() is { Count: > 0 } flaws) throw new SettingException(flaws);
        if (given.AreGiven) return new(HashesOf(given), null, null, time);

        var path = data.PathOf("access.json");
        NewKeys? created = null;
        if (!File.Exists(path))
        {
            var made = new NewKeys(NewCameraToken(), $"op_{Random()}");
            var hashes = new StoredKeys(StoredKeys.Hash(made.OperatorKey), [new(FirstCamera, StoredKeys.Hash(made.CameraToken))]);
            if (SecretFile.TryCreate(path, AccessFile.Serialize(hashes))) created = made;
        }

        return new(null, new(path, time, log ?? NullLogger.Instance), created, time);
    }

    public TokenOwner? Find(string token) => Current.Find(token);

    /// <summary>Makes a camera. Its token works when this returns.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="record">Puts it on record, before it is done; not called when nothing is to be done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SettingException">The file with the hashes is gone or damaged; nothing was changed.</exception>
    public async Task<CameraAnswer> CreateCameraAsync(string id, Func<Task> record, CancellationToken cancellationToken)
    {
        if (_file is null) return CameraAnswer.FromConfiguration;
        var token = NewCameraToken();
        return await _file.ChangeAsync(
            keys => keys.Cameras switch
            {
                { Length: >= MostCameras } => (keys, CameraAnswer.TooMany),
                var cameras when cameras.Any(camera => camera.Id == id) => (keys, CameraAnswer.NameTaken),
                var cameras => (keys with { Cameras = cameras.Add(new(id, StoredKeys.Hash(token), _time.GetUtcNow())) }, CameraAnswer.Made(token)),
            },
            record,
            cancellationToken);
    }

    /// <summary>Takes a camera's token back. The next request with it is a stranger's, in every process on this folder.</summary>
    /// <param name="id">Its name.</param>
    /// <param name="record">Puts it on record, before it is done; not called when nothing is to be done.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <exception cref="SettingException">The file with the hashes is gone or damaged; nothing was changed.</exception>
    public async Task<CameraAnswer> RevokeCameraAsync(string id, Func<Task> record, CancellationToken cancellationToken) => _file is null
        ? CameraAnswer.FromConfiguration
        : await _file.ChangeAsync(
            keys => keys.Cameras.FirstOrDefault(camera => camera.Id == id) is { } known
                ? (keys with { Cameras = keys.Cameras.Remove(known) }, CameraAnswer.Revoked)
                : (keys, CameraAnswer.Unknown),
            record,
            cancellationToken);

    private static StoredKeys HashesOf(AccessOptions given) => new(
        StoredKeys.Hash(given.OperatorKey),
        [
            .. given.CameraToken.Length == 0 ? ImmutableArray<StoredCamera>.Empty : [new(FirstCamera, StoredKeys.Hash(given.CameraToken))],
            .. given.Pairs().Select(pair => new StoredCamera(pair.Id, StoredKeys.Hash(pair.Token))),
        ]);

    private static string NewCameraToken() => $"cam_{Random()}";

    private static string Random() => Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    internal sealed record NewKeys(string CameraToken, string OperatorKey);
}

/// <summary>What became of a wish about cameras.</summary>
/// <param name="Kind">Done, or why not.</param>
/// <param name="Token">The plain token of a new camera: told this once.</param>
internal sealed record CameraAnswer(CameraAnswer.Kinds Kind, string? Token = null)
{
    public static CameraAnswer Revoked { get; } = new(Kinds.Done);

    public static CameraAnswer NameTaken { get; } = new(Kinds.NameTaken);

    public static CameraAnswer Unknown { get; } = new(Kinds.Unknown);

    public static CameraAnswer TooMany { get; } = new(Kinds.TooMany);

    public static CameraAnswer FromConfiguration { get; } = new(Kinds.FromConfiguration);

    public static CameraAnswer Made(string token) => new(Kinds.Done, token);

    internal enum Kinds
    {
        Done,
        NameTaken,
        Unknown,
        TooMany,
        FromConfiguration,
    }
}
