// A process that locks a folder, says so, and keeps it until it is killed or its parent goes.
import { lockFolder } from '../../src/gallery/folder-lock.js';

await lockFolder(process.argv[2]);
process.send('locked');
process.on('disconnect', () => process.exit());
