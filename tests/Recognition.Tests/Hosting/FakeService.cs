using Atmosphere.Recognition.Hosting;

namespace Atmosphere.Recognition.Tests.Hosting;

/// <summary>
/// A face service without faces, as a Node.js script in a folder of its own. Files in that folder tell it what to do, and it notes
/// down there what it did: so a test sees it from outside of the process.
/// </summary>
internal sealed class FakeService : IDisposable
{
    private const string Script =
        """
        import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
        import { createServer } from 'node:http';

        const told = (name) => existsSync(name);
        appendFileSync('starts', `${process.pid}\n`);
        writeFileSync('environment', Object.keys(process.env).join('\n'));
        writeFileSync('settings', ['ROLES', 'DATA', 'PORT', 'HOST'].map((name) => `${name}=${process.env[`FACE_SERVICE_${name}`]}`).join('\n'));
        if (told('crash')) process.exit(3);
        if (told('refuse')) {
          console.error('FACE_SERVICE_DATA is in use by another process.');
          process.exit(2);
        }
        if (told('garbage')) {
          console.log('{"event":"listening","port":"none"}');
          console.log('x'.repeat(1_000_000));
          console.error('trouble '.repeat(1000));
          for (let i = 0; i < 1000; i++) console.error(`line ${i}`);
        }

        const key = process.env.FACE_SERVICE_KEY;
        const server = createServer((request, response) => {
          if (request.url === '/healthz') {
            if (!told('hang')) response.end('{"status":"ok"}');
            return;
          }
          response.statusCode = request.headers['ocp-apim-subscription-key'] === key ? 200 : 401;
          response.setHeader('X-Image-Width', 10);
          response.setHeader('X-Image-Height', 20);
          response.end('picture');
        });
        const listen = () => server.listen(0, '127.0.0.1', () => console.log(JSON.stringify({ event: 'listening', port: server.address().port })));
        const wait = () => (told('wait') ? setTimeout(wait, 10) : listen());
        if (!told('silent')) wait();
        else setInterval(() => {}, 1000);

        process.stdin.on('end', () => {
          if (told('deaf')) return;
          writeFileSync('ended', '');
          process.exit(0);
        }).resume();
        """;

    private readonly TemporaryFolder _folder = new();

    public FakeService()
    {
        Directory.CreateDirectory(_folder["src"]);
        File.WriteAllText(_folder["src/main.js"], Script);
        File.WriteAllText(_folder["package.json"], """{"name":"fake","version":"1.0.0","type":"module","private":true}""");
        File.WriteAllText(_folder["package-lock.json"], """{"name":"fake","version":"1.0.0","lockfileVersion":3,"packages":{"":{"name":"fake","version":"1.0.0"}}}""");
        // npm must not ask any registry, whatever a test gives it to install.
        File.WriteAllText(_folder[".npmrc"], $"offline=true\ncache={_folder["npm-cache"]}\n");
        NoteInstalled();
    }

    public string Folder => _folder.Path;

    public int Starts => Has("starts") ? ReadLines("starts").Length : 0;

    public string this[string name] => _folder[name];

    public bool Has(string name) => File.Exists(_folder[name]);

    /// <summary>As an install leaves it.</summary>
    public void NoteInstalled()
    {
        Directory.CreateDirectory(_folder["node_modules"]);
        File.WriteAllText(_folder[InstallState.MarkerFile], InstallState.Marker(File.ReadAllBytes(_folder[InstallState.LockFile])));
    }

    /// <summary>As a fresh clone is.</summary>
    public void NoteNotInstalled() => Directory.Delete(_folder["node_modules"], recursive: true);

    public void Tell(string name) => File.WriteAllText(_folder[name], "");

    public void TellNoMore(string name) => File.Delete(_folder[name]);

    public string[] ReadLines(string name) => File.ReadAllLines(_folder[name]);

    public void Dispose() => _folder.Dispose();
}
