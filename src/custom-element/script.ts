/**
 * The classic file for a script tag: it holds the core, defines the element and adds no global.
 */
import './define';
